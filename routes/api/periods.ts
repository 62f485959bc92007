import { Hono } from "hono";
import { lockBody, lockPeriod, periodsAnswer, readPeriods } from "../../domain/ledger/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "periods";

/** Until when the books are closed. */
export function periods(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/periods",
      endpoint({
        summary: "Until when the books are closed, who closed them, and what was booked in spite of it",
        tag,
        scope: "ledger:read",
        answers: { status: 200, description: "The lock and its history, newest first", schema: periodsAnswer },
      }),
      async (c) => answerJson(c, await readPeriods(contextOf(c))),
    )
    .post(
      "/api/periods/lock",
      endpoint({
        summary: "Closes the books up to a day, or opens them",
        description: "Moving the lock back needs the scope `periods:override` too (period_reopening_not_allowed).",
        tag,
        scope: "periods:lock",
        body: lockBody,
        answers: { status: 200, description: "How the books stand now", schema: periodsAnswer },
        refuses: { 400: ["lock_ends_in_future"], 409: ["company_not_set_up"] },
      }),
      async (c) => answerJson(c, await lockPeriod(contextOf(c), c.req.valid("json"))),
    );
}
