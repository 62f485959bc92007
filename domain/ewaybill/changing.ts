import { callOne, callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { notFound } from "../shared/not_found.ts";
import { type Claim, onceIn } from "../shared/once.ts";
import { Refusal } from "../shared/refusals.ts";
import { waitWhile } from "../shared/wait_while.ts";
import type { Later } from "../shared/work.ts";
import { isReceived } from "./lookup.ts";
import { type Kind, readBill, type Standing } from "./queries.ts";
import { refuse } from "./refusals.ts";
import type { ConsolidateBody, ExtendBody } from "./schema.ts";
import { changeBill, generateBills, generateBillsByIrn } from "./work.ts";

/** A change that was recorded, and the bill it is of; the change is null where the bill itself is to be tried. */
interface Asked {
  readonly changeId: string | null;
  readonly billId: string;
}

/** How a change that was asked for stands: done, or the portal has not answered yet. */
export interface Outcome extends Standing {
  readonly isDone: boolean;
}

/** What is changed of a bill by its own call; the database knows what each wants and when it may be. */
export type PlainChange =
  | "update_vehicle"
  | "update_transporter"
  | "cancel"
  | "extend"
  | "add_vehicle"
  | "replace_vehicle";

/**
 * Asks for a change of a bill and waits a little for the portal's word. Nothing changes here before it changed there.
 * Refuses: e_way_change_refused with the portal's code, and what ewaybill.request_change refuses.
 */
export async function changeBillOf(
  ctx: Context,
  later: Later,
  number: string,
  change: PlainChange,
  request: Record<string, unknown>,
): Promise<Outcome> {
  const asked = await ask(ctx, later, async ({ sql }) => {
    const [row] = await callRows(sql, "ewaybill.request_change", {
      p_number: number,
      p_change: change,
      p_request: request,
    });
    return row && { changeId: row.change_id, billId: row.e_way_bill_id };
  });
  if (!asked) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return await outcomeOf(ctx, asked);
}

/**
 * Asks for an extension now, or plans it for when its window opens; the bill's changes say which. Refuses: as
 * `changeBillOf`, and e_way_extension_window outside the window.
 */
export async function extendBill(ctx: Context, later: Later, number: string, body: ExtendBody): Promise<Outcome> {
  const { when, ...request } = body;
  if (when === "now") return await changeBillOf(ctx, later, number, "extend", request);
  const [row] = await withTenant(
    ctx,
    ({ sql }) => callRows(sql, "ewaybill.plan_extension", { p_number: number, p_request: request }),
  );
  if (!row) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return { ...await readBill(ctx, row.e_way_bill_id ?? ""), isDone: false };
}

/** Takes back the planned extension of a bill. Refuses: not_found where there is none. */
export async function withdrawExtension(ctx: Context, number: string): Promise<Standing> {
  const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.withdraw_plan", { p_number: number }));
  if (!row?.answer) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return await readBill(ctx, row.answer);
}

/** Has the goods of a bill go on in several vehicles: the movement, then each vehicle. Refuses: as `changeBillOf`. */
export async function moveInVehicles(ctx: Context, later: Later, number: string, request: Record<string, unknown>) {
  const asked = await ask(ctx, later, async ({ sql }) => {
    const [row] = await callRows(sql, "ewaybill.request_multi_vehicle", { p_number: number, p_request: request });
    return row && { changeId: row.change_id, billId: row.e_way_bill_id };
  });
  if (!asked) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return await outcomeOf(ctx, asked);
}

/**
 * Rejects a bill another made on a GSTIN of the company; one the portal does not list before tomorrow is asked for by its
 * number. Refuses: as `changeBillOf`, e_way_reject_window_closed, and e_way_bill_not_listed_yet.
 */
export async function rejectBill(ctx: Context, later: Later, number: string, request: Record<string, unknown>) {
  const reject = () =>
    ask(ctx, later, async ({ sql }) => {
      const [row] = await callRows(sql, "ewaybill.request_rejection", { p_number: number, p_request: request });
      return row && { changeId: row.change_id, billId: row.received_bill_id };
    });
  const asked = await reject() ?? (await isReceived(ctx, later, number) ? await reject() : undefined);
  if (!asked) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return await outcomeOf(ctx, asked, "received");
}

/** Puts bills that travel in one vehicle under one number. Refuses: as `changeBillOf`. */
export async function consolidateBills(
  ctx: Context,
  later: Later,
  { ewbNumbers, ...trip }: ConsolidateBody,
  claim: Claim | null = null,
): Promise<Outcome & { replayed: boolean }> {
  const request = async (tx: TenantTransaction) => {
    const [row] = await callRows(tx.sql, "ewaybill.request_consolidation", { p_numbers: ewbNumbers, p_trip: trip });
    if (!row?.consolidated_bill_id) throw new Refusal("not_found", 404, "no such bill");
    return JSON.stringify({ changeId: row.change_id, billId: row.consolidated_bill_id });
  };
  const asked = await ask(ctx, later, async (tx) => {
    const { json, replayed } = await onceIn(tx, claim, () => request(tx));
    return { ...JSON.parse(json) as Asked, replayed };
  }).catch((error) => {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
  });
  if (asked) return { ...await outcomeOf(ctx, asked, "consolidated"), replayed: asked.replayed };
  const reaches = await Promise.all(ewbNumbers.map((number) => notFound(ctx, "ewaybill.e_way_bills", number)));
  throw reaches[0];
}

/**
 * Has an open change, or a bill on its way, tried now: whatever pause it waits out, or person it was handed to. Takes its
 * number, or its id while it has none. Refuses: e_way_bill_nothing_to_retry, e_way_change_refused.
 */
export async function retryBill(ctx: Context, later: Later, key: string): Promise<Outcome> {
  const asked = await ask(ctx, later, async ({ sql }) => {
    const [row] = await callRows(sql, "ewaybill.retry", { p_key: key });
    return row && { changeId: row.change_id, billId: row.bill_id, kind: row.kind as Kind };
  });
  if (!asked) throw await notFound(ctx, "ewaybill.e_way_bills", key);
  if (asked.changeId) return await outcomeOf(ctx, asked, asked.kind);
  for (const work of [generateBills, generateBillsByIrn]) later.nudge(work, { tenantId: ctx.actor.tenantId });
  return { ...await readBill(ctx, asked.billId), isDone: false };
}

async function ask<A extends { changeId: string | null; billId: string | null }>(
  ctx: Context,
  later: Later,
  record: (tx: TenantTransaction) => Promise<A | undefined>,
): Promise<(A & Asked) | undefined> {
  return await withTenant(ctx, async (tx) => {
    const asked = await record(tx);
    if (!asked?.billId) return undefined;
    const { changeId } = asked;
    if (changeId) await later.enqueue(tx.sql, changeBill, { tenantId: tx.tenantId, changeId });
    return { ...asked, billId: asked.billId };
  });
}

async function outcomeOf(ctx: Context, { changeId, billId }: Asked, kind: Kind = "own"): Promise<Outcome> {
  const is = ({ changes }: Standing, ...wanted: string[]) => changes.some(({ status }) => wanted.includes(status));
  const isBeingTried = (standing: Standing) =>
    is(standing, "requested") || (is(standing, "queued") && !is(standing, "unknown"));
  const standing = await waitWhile(() => readBill(ctx, billId, kind), isBeingTried);
  const change = standing.changes.find(({ id }) => id === changeId);
  if (change?.status === "refused") throw refuse("e_way_change_refused", change.error ?? {});
  return { ...standing, isDone: change?.status === "done" && !is(standing, "requested", "queued", "unknown") };
}
