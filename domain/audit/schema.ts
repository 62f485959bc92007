import { z } from "zod";
import { day, instant } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

const dayOrInstant = (description: string) => z.union([day(), instant()]).meta({ description });

/** `GET /api/audit`: a day means the whole of that day in India. */
export const auditQuerySchema = z.strictObject({
  ...pageQuery,
  from: dayOrInstant("a day, or an instant: from here on").optional(),
  to: dayOrInstant("a day, or an instant: up to and including").optional(),
  userId: z.uuid().optional(),
  voucherType: z.string().min(1).max(50).optional(),
  entityId: z.uuid().optional().meta({ description: "one thing's whole history" }),
});
export type AuditAsked = z.output<typeof auditQuerySchema>;

const columns = z.record(z.string(), z.unknown()).nullable();

export const auditEventSchema = z.object({
  id: z.uuid(),
  occurredAt: z.iso.datetime({ offset: true }),
  userId: z.uuid().nullable(),
  userEmail: z.string().nullable(),
  actorKind: z.enum(["user", "api_key", "job", "database"]),
  requestId: z.string().nullable(),
  ip: z.string().nullable(),
  action: z.enum(["insert", "update", "delete"]),
  entity: z.string().meta({ description: "qualified table: billing.vouchers" }),
  entityId: z.uuid().nullable(),
  voucherType: z.string().nullable(),
  before: columns.meta({ description: "changed columns as they were; all of them for a delete" }),
  after: columns.meta({ description: "changed columns as they became; all that are set for an insert" }),
}).meta({ id: "AuditEvent" });

export const auditVerifiedSchema = z.object({
  valid: z.boolean(),
  checked: z.int().meta({ description: "events looked at, sealed and not yet sealed" }),
  head: z.string().nullable().meta({
    description: "hash of the newest seal: note it down outside to prove the end of the chain",
  }),
  sealNo: z.int().nullable(),
  sealed: z.int(),
  unsealed: z.int(),
  problems: z.array(z.object({ kind: z.string(), sealNo: z.int().nullable(), id: z.uuid().nullable() }))
    .meta({ description: "the first hundred" }),
}).meta({ id: "AuditVerified" });

/** A head written down earlier, outside this database. */
export const knownHeadSchema = z.strictObject({
  sealNo: z.coerce.number().int().min(1).optional().meta({ description: "of a head noted down earlier" }),
  head: z.string().regex(/^[0-9a-f]{64}$/).optional().meta({ description: "that head: it must still be there" }),
});
export type KnownHead = z.output<typeof knownHeadSchema>;
