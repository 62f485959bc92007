import { Hono } from "hono";
import {
  exceptionsQuery,
  listExceptions,
  readException,
  resolveBody,
  resolveException,
} from "../../domain/payout/mod.ts";
import { answerCreated, answerJson, answerOne } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "partner payouts";
const scope = "payouts:read";
const missing = { 404: ["settlement_exception_not_found"] };

/** Rows of settlement files that a person decides on. */
export function settlementExceptions(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/admin/exceptions",
      endpoint({
        summary: "Rows of settlement files that a person decides on, the newest first",
        description: "`allowed` names what may be decided on one, `standsFor` the invoice its reference stands for.",
        tag,
        scope,
        query: exceptionsQuery,
        answers: { status: 200, description: "A page" },
        refuses: { 404: ["reconciliation_unknown"] },
      }),
      async (c) => answerJson(c, await listExceptions(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/exceptions/:id",
      endpoint({
        summary: "One of them, with every decision on it and what of the row paid what",
        tag,
        scope,
        answers: { status: 200, description: "The exception, `decisions` and `allocations`" },
        refuses: missing,
      }),
      async (c) => answerOne(c, await readException(contextOf(c), c.req.param("id"))),
    )
    .post(
      "/api/admin/exceptions/:id/resolve",
      endpoint({
        summary: "Decides on a row: all that follows is done at once, the row is never edited",
        description:
          "`raise_with_bank` leaves it waiting and needs payouts:write; anything else payouts:approve, and where money moves another person than who uploaded the file. A row that is linked to an invoice stays an exception where the rules leave it to a person again.",
        tag,
        scope: "payouts:write",
        body: resolveBody,
        creates: true,
        answers: { status: 200, description: "The exception as it stands now" },
        refuses: {
          400: ["settlement_utr_wanted"],
          404: [...missing[404], "invoice_unknown"],
          409: [
            "settlement_exception_resolved",
            "settlement_resolution_not_for_this",
            "settlement_needs_second_person",
            "settlement_exception_not_allocable",
            "settlement_exception_not_acceptable",
            "allocation_exceeds_row",
            "write_off_exceeds_limit",
            "utr_stands_for_another",
            "settlement_later_attempt_open",
            "settlement_invoice_not_sent",
          ],
        },
      }),
      async (c) => {
        const body = c.req.valid("json");
        return answerCreated(c, await resolveException(contextOf(c), c.req.param("id"), body, c.var.claim), 200);
      },
    );
}
