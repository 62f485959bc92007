import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind, notFound } from "../shared/not_found.ts";
import { keysAfter, type PageAsked, pageJson } from "../shared/page.ts";
import type { BillsQuery, ReceivedQuery } from "./schema.ts";

/** Where an e-way bill stands, with the JSON text a caller gets. */
export interface Standing {
  readonly json: string;
  readonly status: string;
  /** When an open one is tried (again). */
  readonly nextAttemptAt: string | null;
  readonly error?: { code: string; message: string };
  readonly changes: readonly ChangeStanding[];
}

/** Where a change stands. */
export interface ChangeStanding {
  readonly id: string;
  readonly status: string;
  readonly error?: { code: string; message: string };
}

/** What a bill's JSON text says of where it stands. */
export function standingOf(json: string): Standing {
  const { status, nextAttemptAt = null, error, changes = [] } = JSON.parse(json);
  return { json, status, nextAttemptAt, changes, ...(error && { error }) };
}

/** Of which kind a bill is: one of ours, one made by another on a GSTIN of ours, or one over many. */
export type Kind = "own" | "received" | "consolidated";

const kinds = {
  own: { entity: "ewaybill.e_way_bills", read: "ewaybill.e_way_bill_json" },
  received: { entity: "ewaybill.received_bills", read: "ewaybill.received_bill_json" },
  consolidated: { entity: "ewaybill.consolidated_bills", read: "ewaybill.consolidated_bill_json" },
} as const;

/** A bill by its id. */
export async function readBill(ctx: Context, id: string, kind: Kind = "own"): Promise<Standing> {
  const { entity, read } = kinds[kind];
  return standingOf(await mustFind(ctx, entity, id, (tx) => callJson(tx.sql, read, { p_id: id })));
}

/** The e-way bill with this number: one of ours, or one that was made on us. */
export async function readByNumber(ctx: Context, number: string): Promise<string> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ json: string }[]>`
      select ewaybill.e_way_bill_json(id)::text as json from ewaybill.e_way_bills
      where tenant_id = ${tenantId} and ewb_number = ${number}
      union all
      select ewaybill.received_bill_json(id)::text from ewaybill.received_bills
      where tenant_id = ${tenantId} and ewb_number = ${number}
      limit 1`);
  if (!row) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return row.json;
}

/** The consolidated bill with this number. */
export async function readConsolidated(ctx: Context, number: string): Promise<string> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ json: string }[]>`
      select ewaybill.consolidated_bill_json(id)::text as json from ewaybill.consolidated_bills
      where tenant_id = ${tenantId} and (consolidated_number = ${number} or id::text = ${number})`);
  if (!row) throw await notFound(ctx, "ewaybill.consolidated_bills", number);
  return row.json;
}

/** Bills others made on GSTINs of the company, newest first, by status. */
export async function listReceived(ctx: Context, query: ReceivedQuery): Promise<string> {
  const after = keysAfter(query.cursor, 1);
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; json: string }[]>`
      select id, document::text as json
      from ewaybill.received_page(${query.limit + 1}, ${query.status ?? null}, ${after?.[0] ?? null})`);
  return pageJson(rows.map((row) => ({ keys: [row.id], json: row.json })), query.limit);
}

/** Consolidated bills, newest first. */
export async function listConsolidated(ctx: Context, query: PageAsked): Promise<string> {
  const after = keysAfter(query.cursor, 1);
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; json: string }[]>`
      select id, document::text as json from ewaybill.consolidated_page(${query.limit + 1}, ${after?.[0] ?? null})`);
  return pageJson(rows.map((row) => ({ keys: [row.id], json: row.json })), query.limit);
}

/** E-way bills, newest first, by status or voucher. */
export async function listBills(ctx: Context, query: BillsQuery): Promise<string> {
  const after = keysAfter(query.cursor, 1);
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; json: string }[]>`
      select id, document::text as json from ewaybill.bills_page(${query.limit + 1}, ${query.status ?? null},
        ${query.voucherId ?? null}, ${after?.[0] ?? null})`);
  return pageJson(rows.map((row) => ({ keys: [row.id], json: row.json })), query.limit);
}

/** The company's registrations at the portal, without secrets. */
export async function listRegistrations(ctx: Context): Promise<string> {
  const rows = await withTenant(
    ctx,
    ({ sql }) => sql<{ json: string }[]>`select r::text as json from ewaybill.registration_list() as r`,
  );
  return `{"data":[${rows.map((row) => row.json).join(",")}],"nextCursor":null}`;
}
