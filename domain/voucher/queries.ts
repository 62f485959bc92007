import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { ListQuery } from "./schema.ts";
import { found, paise } from "./search.ts";

interface Row {
  readonly date: string;
  readonly id: string;
  readonly json: string;
}

/** A voucher whole, or a draft computed anew, as JSON text. */
export async function readVoucher(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.vouchers", id, (tx) => callJson(tx.sql, "billing.read_voucher", { p_id: id }));
}

/** A voucher with everything its print needs, as JSON text. */
export async function readPrint(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.vouchers", id, (tx) => callJson(tx.sql, "billing.print_document", { p_id: id }));
}

/** A page of vouchers, newest first, by any of the filters together. */
export async function listVouchers(ctx: Context, query: ListQuery): Promise<string> {
  const after = keysAfter(query.cursor, ["day", "uuid"]);
  const rows = await withTenant(ctx, async ({ sql, tenantId }) => {
    const where = () =>
      sql`tenant_id = ${tenantId}
        ${query.type ? sql`and voucher_type = ${query.type}` : sql``}
        ${query.status ? sql`and status = ${query.status}` : sql``}
        ${query.from ? sql`and voucher_date >= ${query.from}` : sql``}
        ${query.to ? sql`and voucher_date <= ${query.to}` : sql``}
        ${query.partyId ? sql`and party_id = ${query.partyId}` : sql``}
        ${query.amount ? sql`and total_paise = ${paise(query.amount)}` : sql``}
        ${after ? sql`and (voucher_date, id) < (${after[0]!}::date, ${after[1]!}::uuid)` : sql``}`;
    const place = () => sql`order by voucher_date desc, id desc limit ${query.limit + 1}`;
    const listed = query.q
      ? sql<Row[]>`
        select l.voucher_date as date, l.id, l.document::text as json
        from (select * from (${found(sql, query.q, { where, place })}) as found ${place()}) as page
        join billing.voucher_list as l on l.tenant_id = ${tenantId} and l.id = page.id
        order by l.voucher_date desc, l.id desc`
      : sql<Row[]>`
        select voucher_date as date, id, document::text as json from billing.voucher_list where ${where()} ${place()}`;
    // Planned for these very values, which decide the index that is walked; sent together with the query.
    const [, page] = await Promise.all([sql`set local plan_cache_mode = 'force_custom_plan'`, listed]);
    return page;
  });
  return pageJson(rows.map((row) => ({ keys: [row.date, row.id], json: row.json })), query.limit);
}
