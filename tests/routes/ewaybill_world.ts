import assert from "node:assert/strict";
import { type EInvoiceWorld, invoice } from "../support/einvoice_world.ts";

export const asRival = "owner@rival.test";
export const transport = { mode: "road", vehicleNumber: "MH12AB1234", distanceKm: 980 };
export const consumer = {
  name: "Asha Stores",
  address: "12 MG Road",
  city: "Bengaluru",
  pincode: "560001",
  stateCode: "29",
};
/** Ten pieces, 60,000 before tax. */
export const goods = [{
  description: "Ledger books",
  hsn: "482010",
  quantity: 10,
  unit: "NOS",
  rate: 6000,
  gstRate: 18,
}];

/** E-way bills of the companies of a world, asked for over HTTP. */
export function ewayBills(world: EInvoiceWorld) {
  /** A sale to somebody unregistered, so that no IRN stands before its e-way bill. */
  const sale = (more: Record<string, unknown> = {}) => invoice({ party: consumer, lines: goods, ...more });
  const bill = async (more: Record<string, unknown> = transport, as?: string, body = sale()) => {
    const voucher = await world.post(body, as);
    const made = await world.api("POST /api/ewaybill/generate", {
      ...(as && { as }),
      body: { voucherId: voucher.id, transport: more },
    });
    assert.equal(made.status, 201, made.text);
    return { voucher, ...made.body };
  };
  const read = async (number: string) => (await world.api(`GET /api/ewaybill/${number}`)).body;
  /** A row of the portal's own books. */
  const atPortal = async (number: string) => {
    const [row] = await world.admin`
      select status, is_rejected, valid_until, extended_times from sandbox.ewb_bills where ewb_no = ${number}`;
    return row;
  };
  const notices = async (
    kind: string,
  ) => [
    ...await world
      .admin`select severity, subject, facts, count from ops.notifications where kind = ${kind} order by id`,
  ];
  /** The portal's calls for a document, in order: operation and outcome. */
  const calls = async (entityId: string) =>
    (await world
      .admin`select operation, outcome from ops.api_calls where entity_id = ${entityId} order by called_at, id`)
      .map(({ operation, outcome }) => `${operation} ${outcome}`);
  return { sale, bill, read, atPortal, notices, calls };
}
