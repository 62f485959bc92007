import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { type EwbDeps, openPortal } from "./portal.ts";

/**
 * Keeps what the portal lists of bills others made on the company's GSTINs: of the last three days, today's only tomorrow,
 * since the portal has it so. A GSTIN whose portal does not answer is listed next time.
 */
export async function fetchReceived(ctx: Context, deps: EwbDeps, signal?: AbortSignal) {
  const result = { listed: 0, added: 0, failed: 0 };
  const wanted = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; gstin: string; days: string[] }[]>`
      select r.id, r.gstin, (select array_agg(to_char(core.today() - n, 'DD/MM/YYYY')) from generate_series(3, 1, -1) as n) as days
      from ewaybill.registrations as r where r.tenant_id = ${tenantId} and r.is_active order by r.gstin`);
  for (const { id, gstin, days } of wanted) {
    const portal = await openPortal(ctx, deps, gstin);
    if ("errorCode" in portal) {
      result.failed++;
      continue;
    }
    for (const day of days) {
      if (signal?.aborted) return result;
      const listed = await portal.ewbFor(id).listReceived(portal.registration, day);
      if (listed.kind !== "done") {
        result.failed++;
        break; // the other days would fare no better, and it is asked again
      }
      if (listed.value.length === 0) continue;
      const kept = { p_gstin: gstin, p_bills: listed.value };
      const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.record_received", kept));
      result.listed += listed.value.length;
      result.added += row?.answer ?? 0;
    }
  }
  return result;
}
