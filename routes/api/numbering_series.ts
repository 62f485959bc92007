import { Hono } from "hono";
import {
  changeSeries,
  createSeries,
  historyAnswer,
  historyQuery,
  listSeries,
  previewAnswer,
  previewSeries,
  readHistory,
  seriesAnswer,
  seriesChangeSchema,
  seriesListAnswer,
  seriesPreviewSchema,
  seriesSchema,
} from "../../domain/masters/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "numbering";
const faults = [
  "numbering_format_needs_prefix",
  "numbering_format_needs_sequence",
  "numbering_token_unknown",
  "numbering_format_too_long",
  "numbering_characters_not_allowed",
  "numbering_starts_wrongly",
  "numbering_reset_repeats_numbers",
];
const one = { status: 200, description: "The series", schema: seriesAnswer } as const;

export function numberingSeries(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/numbering-series",
      endpoint({
        summary: "Every numbering series, with the number it would give next",
        tag,
        scope: "numbering:read",
        answers: { status: 200, description: "All series, by voucher type and name", schema: seriesListAnswer },
      }),
      async (c) => answerJson(c, await listSeries(contextOf(c))),
    )
    .post(
      "/api/numbering-series",
      endpoint({
        summary: "Makes a numbering series",
        description: "Tokens: {PREFIX} {YEAR} {YY} {FY} {MONTH} {MM} {DD} {SEQUENCE} {BRANCH} {COMPANY} {SEPARATOR}.",
        tag,
        scope: "numbering:write",
        body: seriesSchema,
        creates: true,
        answers: { ...one, status: 201 },
        refuses: { 400: faults, 409: ["numbering_series_exists", "numbering_series_collides"] },
      }),
      async (c) => answerCreated(c, await createSeries(contextOf(c), c.req.valid("json"), c.var.claim)),
    )
    .post(
      "/api/numbering-series/preview",
      endpoint({
        summary: "The next five numbers of a series as described, and what is wrong with it",
        tag,
        scope: "numbering:read",
        body: seriesPreviewSchema,
        answers: { status: 200, description: "Numbers and refusals; nothing is stored", schema: previewAnswer },
      }),
      async (c) => answerJson(c, await previewSeries(contextOf(c), c.req.valid("json"))),
    )
    .put(
      "/api/numbering-series/:id",
      endpoint({
        summary: "Changes a numbering series",
        description: "What is left out stays. Once it has given a number only its name and default may change.",
        tag,
        scope: "numbering:write",
        body: seriesChangeSchema,
        answers: one,
        refuses: { 400: faults, 404: ["not_found"], 409: ["numbering_series_in_use", "numbering_series_collides"] },
      }),
      async (c) => answerOne(c, await changeSeries(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    )
    .get(
      "/api/numbering-series/:id/history",
      endpoint({
        summary: "The numbers a series gave, newest first",
        tag,
        scope: "numbering:read",
        query: historyQuery,
        answers: { status: 200, description: "A page of numbers", schema: historyAnswer, list: true },
        refuses: { 404: ["not_found"] },
      }),
      async (c) => answerJson(c, await readHistory(contextOf(c), c.req.param("id"), c.req.valid("query"))),
    );
}
