import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { type EwbDeps, openPortal, type Portal } from "./portal.ts";

/**
 * Keeps what the portal lists of the last three days, today's only tomorrow, since the portal has it so: bills others made on
 * the company's GSTINs, and bills of the company that others rejected. A GSTIN whose portal does not answer is listed next
 * time.
 */
export async function fetchReceived(ctx: Context, deps: EwbDeps, signal?: AbortSignal) {
  const result = { listed: 0, added: 0, rejected: 0, failed: 0 };
  const wanted = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; gstin: string; days: string[] }[]>`
      select r.id, r.gstin, (select array_agg(to_char(core.today() - n, 'DD/MM/YYYY')) from generate_series(3, 1, -1) as n) as days
      from ewaybill.registrations as r where r.tenant_id = ${tenantId} and r.is_active order by r.gstin`);
  for (const { id, gstin, days } of wanted) {
    const portal = await openPortal(ctx, deps, gstin);
    for (const day of days) {
      if (signal?.aborted) return result;
      const told = "errorCode" in portal ? null : await fetchDay(ctx, portal, { id, gstin, day });
      if (told === null) {
        result.failed++;
        break; // the other days would fare no better, and it is asked again
      }
      result.listed += told.listed;
      result.added += told.added;
      result.rejected += told.rejected;
    }
  }
  return result;
}

/** What one day brought; null where the portal does not say. */
async function fetchDay(ctx: Context, portal: Portal, { id, gstin, day }: { id: string; gstin: string; day: string }) {
  const ewb = portal.clientFor(id);
  const received = await ewb.listReceived(portal.registration, day);
  if (received.kind !== "done") return null;
  const rejected = await ewb.listRejected(portal.registration, day);
  if (rejected.kind !== "done") return null;
  const [bills, numbers] = [received.value, rejected.value.map(({ number }) => number)];
  return await withTenant(ctx, async ({ sql }) => {
    const kept = { p_gstin: gstin, p_bills: bills };
    const added = bills.length > 0 ? await callOne(sql, "ewaybill.record_received", kept) : null;
    const lost = numbers.length > 0 ? await callOne(sql, "ewaybill.record_rejected", { p_numbers: numbers }) : null;
    return { listed: bills.length, added: added?.answer ?? 0, rejected: lost?.answer ?? 0 };
  });
}
