import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { notFound } from "../shared/not_found.ts";

/** The GENEWAYBILL document of the bill with this number, JSON text: what the portal was, or would have been, told of it. */
export async function readPayload(ctx: Context, number: string): Promise<string> {
  return await found(ctx, "ewaybill.e_way_bills", number, ({ sql, tenantId }) =>
    sql<{ json: string }[]>`
      select ewaybill.payload(voucher_id, first_transport)::text as json from ewaybill.e_way_bills
      where tenant_id = ${tenantId} and ewb_number = ${number}`);
}

async function found(
  ctx: Context,
  entity: string,
  number: string,
  work: Parameters<typeof withTenant<{ json: string | null }[]>>[1],
): Promise<string> {
  const [row] = await withTenant(ctx, work);
  if (!row?.json) throw await notFound(ctx, entity, number);
  return row.json;
}
