import { Hono } from "hono";
import {
  auditEventSchema,
  auditQuerySchema,
  auditVerifiedSchema,
  knownHeadSchema,
  listAuditEvents,
  verifyAudit,
} from "../../domain/audit/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "audit";
const scope = "audit:read";

export function audit(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/audit",
      endpoint({
        summary: "Who changed what, and when: newest first",
        description: "Written by the database with every change. There is no way to switch it off or to change it.",
        tag,
        scope,
        query: auditQuerySchema,
        answers: { status: 200, description: "A page of events", schema: auditEventSchema, list: true },
        refuses: { 400: ["cursor_not_valid"] },
      }),
      async (c) => answerJson(c, await listAuditEvents(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/audit/verify",
      endpoint({
        summary: "Recomputes the hash chain over the trail",
        description:
          "With `sealNo` and `head` of an earlier answer it also proves that the chain was not cut back since.",
        tag,
        scope,
        query: knownHeadSchema,
        answers: { status: 200, description: "What was found", schema: auditVerifiedSchema },
      }),
      async (c) => answerJson(c, await verifyAudit(contextOf(c), c.req.valid("query"))),
    );
}
