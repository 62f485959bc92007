/** Who, when, what, before and after: read here, written by the database (sql/logic/audit). */
export { recordSecurityEvent } from "./commands.ts";
export { listAuditEvents, verifyAudit } from "./queries.ts";
export { auditEventSchema, auditQuerySchema, auditVerifiedSchema, knownHeadSchema } from "./schema.ts";
export { sealEvents } from "./work.ts";
