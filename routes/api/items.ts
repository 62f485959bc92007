import { Hono } from "hono";
import {
  changeItem,
  createItem,
  itemAnswer,
  itemSchema,
  listItems,
  masterQuery,
  readItem,
} from "../../domain/masters/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "items";
const faults = ["hsn_malformed", "unit_unknown", "gst_rate_not_in_force", "rate_on_untaxed_line"];
const one = { status: 200, description: "The item", schema: itemAnswer } as const;

export function items(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/items",
      endpoint({
        summary: "Goods and services",
        tag,
        scope: "masters:read",
        query: masterQuery,
        answers: { ...one, description: "A page of items, by name", list: true },
      }),
      async (c) => answerJson(c, await listItems(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/items",
      endpoint({
        summary: "Adds an item",
        tag,
        scope: "masters:write",
        body: itemSchema,
        creates: true,
        answers: { ...one, status: 201 },
        refuses: { 400: faults, 409: ["item_exists"] },
      }),
      async (c) => answerCreated(c, await createItem(contextOf(c), c.req.valid("json"), c.var.claim)),
    )
    .get(
      "/api/items/:id",
      endpoint({ summary: "An item", tag, scope: "masters:read", answers: one, refuses: { 404: ["not_found"] } }),
      async (c) => answerOne(c, await readItem(contextOf(c), c.req.param("id"))),
    )
    .put(
      "/api/items/:id",
      endpoint({
        summary: "Changes an item",
        description: "The whole item is sent. Vouchers keep what they were posted with.",
        tag,
        scope: "masters:write",
        body: itemSchema,
        answers: one,
        refuses: { 400: faults, 404: ["not_found"], 409: ["item_exists", "item_has_stock"] },
      }),
      async (c) => answerOne(c, await changeItem(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    );
}
