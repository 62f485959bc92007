import { Hono } from "hono";
import {
  changeLedger,
  createLedger,
  ledgerAnswer,
  ledgerChangeSchema,
  ledgerQuery,
  ledgerSchema,
  listLedgers,
  readLedger,
} from "../../domain/ledger/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "ledgers";
const one = { status: 200, description: "The ledger", schema: ledgerAnswer } as const;

/** The chart of accounts: the standard ledgers, those of parties, and what the company adds. */
export function ledgers(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/ledgers",
      endpoint({
        summary: "Ledgers, those of parties among them",
        tag,
        scope: "ledger:read",
        query: ledgerQuery,
        answers: { ...one, description: "A page of ledgers, by name", list: true },
      }),
      async (c) => answerJson(c, await listLedgers(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/ledgers",
      endpoint({
        summary: "Adds a ledger, with its opening balance",
        tag,
        scope: "ledger:write",
        body: ledgerSchema,
        creates: true,
        answers: { ...one, status: 201 },
        refuses: { 400: ["group_unknown"], 409: ["ledger_exists", "company_not_set_up", "period_locked"] },
      }),
      async (c) => answerCreated(c, await createLedger(contextOf(c), c.req.valid("json"), c.var.claim)),
    )
    .get(
      "/api/ledgers/:id",
      endpoint({ summary: "A ledger", tag, scope: "ledger:read", answers: one, refuses: { 404: ["not_found"] } }),
      async (c) => answerOne(c, await readLedger(contextOf(c), c.req.param("id"))),
    )
    .put(
      "/api/ledgers/:id",
      endpoint({
        summary: "Renames a ledger or moves it to another group",
        tag,
        scope: "ledger:write",
        body: ledgerChangeSchema,
        answers: one,
        refuses: {
          400: ["group_unknown"],
          404: ["not_found"],
          409: ["ledger_exists", "ledger_is_standard", "ledger_of_a_party"],
        },
      }),
      async (c) => answerOne(c, await changeLedger(contextOf(c), c.req.param("id"), c.req.valid("json"))),
    );
}
