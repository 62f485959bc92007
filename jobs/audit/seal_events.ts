import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { sealEvents } from "../../domain/audit/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Chains the tenant's new audit events; the log line with the head is the note outside the database. */
export const sealEventsJob = defineJob({
  name: sealEvents,
  idempotentBy: "the range of transactions after the last seal, under an advisory lock a tenant",
  schema: ofTenant,
  schedule: "* * * * *",
  singleton: true,
  retry: { limit: 2 },
  async work(ctx) {
    const sealed = await withTenant(ctx, (tx) => callJson(tx.sql, "audit.seal_events", {}));
    return sealed === null ? null : JSON.parse(sealed);
  },
});
