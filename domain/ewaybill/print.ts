import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { notFound } from "../shared/not_found.ts";

const bills = "ewaybill.e_way_bills";

/** What the portal was sent for the bill with this number, by the road it went (ewaybill.payload_sent), JSON text. */
export async function readPayload(ctx: Context, number: string): Promise<string> {
  return await found(
    ctx,
    bills,
    number,
    ({ sql }) => sql<Found[]>`select ewaybill.payload_sent(${number})::text as text`,
  );
}

/** What the QR of the bill with this number says. */
export async function readQrText(ctx: Context, number: string): Promise<string> {
  return await found(ctx, bills, number, ({ sql }) => sql<Found[]>`select ewaybill.qr_text(${number}) as text`);
}

/** The bill with this number as it is printed: the JSON text of an EWayBillDocument of domain/print. */
export async function readBillPrint(ctx: Context, number: string): Promise<string> {
  return await found(
    ctx,
    bills,
    number,
    ({ sql }) => sql<Found[]>`select ewaybill.print_document(${number})::text as text`,
  );
}

/** The consolidated bill with this number as it is printed: the JSON text of a TripDocument of domain/print. */
export async function readTripPrint(ctx: Context, number: string): Promise<string> {
  const trip = ({ sql }: TenantTransaction) => sql<Found[]>`select ewaybill.print_trip(${number})::text as text`;
  return await found(ctx, "ewaybill.consolidated_bills", number, trip);
}

interface Found {
  readonly text: string | null;
}

async function found(
  ctx: Context,
  entity: string,
  number: string,
  work: (tx: TenantTransaction) => PromiseLike<readonly Found[]>,
): Promise<string> {
  const [row] = await withTenant(ctx, async (tx) => await work(tx));
  if (!row?.text) throw await notFound(ctx, entity, number);
  return row.text;
}
