import { Hono } from "hono";
import {
  changeGodown,
  createGodown,
  godownAnswer,
  godownQuery,
  godownSchema,
  listGodowns,
  openingStockAnswer,
  openingStockSchema,
  putOpeningStock,
  readGodown,
} from "../../domain/inventory/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "godowns";
const one = { status: 200, description: "The godown", schema: godownAnswer } as const;
const refuses = { 400: ["state_unknown"], 409: ["godown_exists"] };

export function godowns(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/godowns",
      endpoint({
        summary: "Where goods are kept",
        tag,
        scope: "masters:read",
        query: godownQuery,
        answers: { ...one, description: "A page of godowns, by name", list: true },
      }),
      async (c) => answerJson(c, await listGodowns(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/godowns",
      endpoint({
        summary: "Adds a godown",
        tag,
        scope: "masters:write",
        body: godownSchema,
        creates: true,
        answers: { ...one, status: 201 },
        refuses,
      }),
      async (c) => answerCreated(c, await createGodown(contextOf(c), c.req.valid("json"), c.var.claim)),
    )
    .get(
      "/api/godowns/:id",
      endpoint({ summary: "A godown", tag, scope: "masters:read", answers: one, refuses: { 404: ["not_found"] } }),
      async (c) => answerOne(c, await readGodown(contextOf(c), c.req.param("id"))),
    )
    .put(
      "/api/godowns/:id",
      endpoint({
        summary: "Changes a godown",
        description: "The whole godown is sent. The default stays it until another is made it.",
        tag,
        scope: "masters:write",
        body: godownSchema,
        answers: one,
        refuses: { ...refuses, 404: ["not_found"] },
      }),
      async (c) => answerOne(c, await changeGodown(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    )
    .put(
      "/api/items/:id/opening-stock",
      endpoint({
        summary: "Tells the opening stock of an item in a godown",
        description: "In place of what was told before. From here on the item is kept in stock.",
        tag: "items",
        scope: "ledger:write",
        body: openingStockSchema,
        answers: { status: 200, description: "The opening stock", schema: openingStockAnswer },
        refuses: {
          400: ["godown_unknown", "invoice_date_in_future"],
          404: ["not_found"],
          409: ["item_keeps_no_stock", "period_locked", "stock_insufficient"],
        },
      }),
      async (c) => answerOne(c, await putOpeningStock(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    );
}
