import { Hono } from "hono";
import {
  changesQuery,
  listChanges,
  listReference,
  readReference,
  referenceChange,
  referenceQuery,
  referenceRow,
  referenceTable,
} from "../../domain/reference/mod.ts";
import { answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "reference";
const scope = "signed_in";

/** The law by date: rates, limits, code lists, each row with what it rests on. */
export function reference(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/reference",
      endpoint({
        summary: "The tables of the law that can be read",
        tag,
        scope,
        answers: { status: 200, description: "Every table", schema: referenceTable, list: true },
      }),
      async (c) => answerJson(c, await listReference(contextOf(c))),
    )
    .get(
      "/api/reference/changes",
      endpoint({
        summary: "What changes in the law between two days",
        description: "Rows that begin to hold and rows that hold for the last time, in the order of their days.",
        tag,
        scope,
        query: changesQuery,
        answers: { status: 200, description: "Every change", schema: referenceChange, list: true },
      }),
      async (c) => answerJson(c, await listChanges(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/reference/:table",
      endpoint({
        summary: "A table of the law as it stood on a day",
        description: "Whole, without pages. Each row names the notification, rule or list it rests on.",
        tag,
        scope,
        query: referenceQuery,
        answers: { status: 200, description: "The rows in force", schema: referenceRow, list: true },
        refuses: { 404: ["not_found"] },
      }),
      async (c) => answerOne(c, await readReference(contextOf(c), c.req.param("table"), c.req.valid("query").on)),
    );
}
