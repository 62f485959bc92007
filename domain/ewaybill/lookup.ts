import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { type EWayBill, isNotFound } from "../gateways/ewb/mod.ts";
import { type Call, callOf, recordCalls } from "../portals/mod.ts";
import type { Context } from "../shared/context.ts";
import { waitWhile } from "../shared/wait_while.ts";
import type { Later } from "../shared/work.ts";
import { type EwbDeps, office, openPortal } from "./portal.ts";
import { refuse } from "./refusals.ts";
import { findReceived } from "./work.ts";

/** A question for one bill: its calls stand in ops.api_calls under this id. */
interface Lookup {
  readonly lookupId: string;
  readonly number: string;
}

/**
 * Whether another made the bill with this number on a GSTIN of the company: the portal is asked through the job, and
 * waited for a little. Refuses: e_way_bill_not_listed_yet, where it has not said.
 */
export async function isReceived(ctx: Context, later: Later, number: string): Promise<boolean> {
  if (!/^\d{12}$/.test(number)) return false;
  const lookup = { lookupId: crypto.randomUUID(), number };
  const first = await standingOf(ctx, lookup);
  if (first.waitsFor === 0) return first.isFound;
  later.nudge(findReceived, { tenantId: ctx.actor.tenantId, ...lookup });
  const seen = await waitWhile(() => standingOf(ctx, lookup), ({ isFound, waitsFor }) => !isFound && waitsFor > 0);
  if (seen.isFound || seen.waitsFor === 0) return seen.isFound;
  throw refuse("e_way_bill_not_listed_yet", { number, listedFrom: seen.listedFrom });
}

/** Whether the bill is there, and how many GSTINs of the company the portal has not answered for. */
async function standingOf(ctx: Context, { lookupId, number }: Lookup) {
  const [row] = await withTenant(
    ctx,
    ({ sql, tenantId }) =>
      sql<
        { is_found: boolean; gstins: string[]; told: { gstin: string; outcome: string; code: string }[]; day: string }[]
      >`
      select exists (select from ewaybill.received_bills where tenant_id = ${tenantId} and ewb_number = ${number}) as is_found,
             array(select gstin from ewaybill.registrations where tenant_id = ${tenantId} and is_active) as gstins,
             (select coalesce(json_agg(json_build_object('gstin', gstin, 'outcome', outcome, 'code', error_code)), '[]')
              from ops.api_calls where tenant_id = ${tenantId} and entity_id = ${lookupId} and operation = 'get') as told,
             to_char(core.today() + 1, 'DD Mon YYYY') as day`,
  );
  const { is_found = false, gstins = [], told = [], day = "" } = row ?? {};
  const saysNo = told.filter(({ outcome, code }) => outcome === "done" || (outcome === "refused" && isNotFound(code)));
  const answered = new Set(saysNo.map(({ gstin }) => gstin));
  return { isFound: is_found, waitsFor: gstins.filter((gstin) => !answered.has(gstin)).length, listedFrom: day };
}

/**
 * Asks the portal for the bill under every GSTIN of the company, and keeps it as received where another made it on that
 * one: the bill and the call that brought it at once, so that who sees the call sees the bill.
 */
export async function findByNumber(ctx: Context, deps: EwbDeps, { lookupId, number }: Lookup) {
  const result = { asked: 0, added: 0 };
  const registered = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ gstin: string }[]>`
      select gstin from ewaybill.registrations where tenant_id = ${tenantId} and is_active order by gstin`);
  for (const { gstin } of registered) {
    const calls: Call[] = [];
    const portal = await openPortal(ctx, deps, gstin, {
      log: (way, id, exchange) => void calls.push(callOf(way, id, exchange)),
    });
    if ("errorCode" in portal) continue;
    const shown = await portal.clientFor(lookupId).get(portal.registration, number);
    // Another bill shown instead answers nothing: the question stays open.
    const isCrossed = shown.kind === "done" && shown.value.number !== number;
    const told = isCrossed ? calls.map((call) => ({ ...call, entityId: portal.registrationId })) : calls;
    const bill = shown.kind === "done" && isOnUs(shown.value, gstin, number) ? shown.value : null;
    result.asked++;
    result.added += await withTenant(ctx, async (tx) => {
      const spent = [{ gstin, calls: calls.length, perMinute: portal.site.callsPerMinute }];
      const kept = bill &&
        await callOne(tx.sql, "ewaybill.record_received", { p_gstin: gstin, p_bills: [listed(bill)] });
      await recordCalls(tx, office, told, spent);
      return kept?.answer ?? 0;
    });
    if (bill) break;
  }
  return result;
}

/** Whether this very bill was made by another on the GSTIN. */
function isOnUs(bill: EWayBill, gstin: string, number: string): boolean {
  return bill.number === number && bill.generatedBy !== gstin && [bill.fromGstin, bill.toGstin].includes(gstin);
}

/** The bill as the portal's list would have it. */
function listed(bill: EWayBill) {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(bill.documentDate ?? "") ?? [];
  const total = /^\d+(\.\d+)?$/.test(bill.total ?? "") ? bill.total : null;
  return { ...bill, total, documentDate: year ? `${year}-${month}-${day}` : null, hsn: null };
}
