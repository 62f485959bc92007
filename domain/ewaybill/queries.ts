import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind, notFound } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { BillsQuery } from "./schema.ts";

/** Where an e-way bill stands, with the JSON text a caller gets. */
export interface Standing {
  readonly json: string;
  readonly status: string;
  /** When an open one is tried (again). */
  readonly nextAttemptAt: string | null;
  readonly error?: { code: string; message: string };
  readonly lastChange?: { id: string; status: string; error?: { code: string; message: string } };
}

/** An e-way bill by its id. */
export async function readBill(ctx: Context, id: string): Promise<Standing> {
  const json = await mustFind(
    ctx,
    "ewaybill.e_way_bills",
    id,
    (tx) => callJson(tx.sql, "ewaybill.e_way_bill_json", { p_id: id }),
  );
  const { status, nextAttemptAt = null, error, changes = [] } = JSON.parse(json);
  return {
    json,
    status,
    nextAttemptAt,
    ...(error && { error }),
    ...(changes.length && { lastChange: changes.at(-1) }),
  };
}

/** The e-way bill with this number. */
export async function readByNumber(ctx: Context, number: string): Promise<string> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ json: string }[]>`
      select ewaybill.e_way_bill_json(id)::text as json from ewaybill.e_way_bills
      where tenant_id = ${tenantId} and ewb_number = ${number}`);
  if (!row) throw await notFound(ctx, "ewaybill.e_way_bills", number);
  return row.json;
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
