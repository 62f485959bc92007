import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { ListQuery } from "./schema.ts";

/** A voucher whole, as JSON text. */
export async function readVoucher(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.vouchers", id, (tx) => callJson(tx.sql, "billing.voucher_json", { p_id: id }));
}

/** A voucher with everything its print needs, as JSON text. */
export async function readPrint(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.vouchers", id, (tx) => callJson(tx.sql, "billing.print_document", { p_id: id }));
}

/** A page of vouchers, newest first, by any of the filters together. */
export async function listVouchers(ctx: Context, query: ListQuery): Promise<string> {
  const after = keysAfter(query.cursor, ["day", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ date: string; id: string; json: string }[]>`
      select voucher_date as date, id, document::text as json
      from billing.voucher_list
      where tenant_id = ${tenantId}
        ${query.type ? sql`and voucher_type = ${query.type}` : sql``}
        ${query.status ? sql`and status = ${query.status}` : sql``}
        ${query.from ? sql`and voucher_date >= ${query.from}` : sql``}
        ${query.to ? sql`and voucher_date <= ${query.to}` : sql``}
        ${query.partyId ? sql`and party_id = ${query.partyId}` : sql``}
        ${query.q ? sql`and (number like ${likeUpper(query.q)} or party_name ilike ${like(query.q)})` : sql``}
        ${after ? sql`and (voucher_date, id) < (${after[0]!}::date, ${after[1]!}::uuid)` : sql``}
      order by voucher_date desc, id desc
      limit ${query.limit + 1}`);
  return pageJson(rows.map((row) => ({ keys: [row.date, row.id], json: row.json })), query.limit);
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
const likeUpper = (text: string) => like(text.toUpperCase());
