import type { Bill } from "./answers.ts";
import { type DocumentCall, readRequest, schemaFault } from "./call.ts";
import { billErrors } from "./schema.ts";
import type { ExactJson } from "./sign.ts";
import type { Info, Reply } from "./wire.ts";

/** The e-way bill asked for with the document. Where it cannot be made the IRN stands, and EWBERR says why. */
export async function billWith(
  call: DocumentCall,
  irn: string,
  wish: ExactJson,
): Promise<{ bill: Bill; info: Info[] }> {
  const { fault, world } = call;
  const planned = fault?.kind === "eway_bill_fails" ? await world.errors(fault.params.code ?? "4001") : null;
  const made = planned === null
    ? await world.makeBill(call.gstin, irn, JSON.stringify(wish), call.now, true)
    : { errors: planned, answer: null, distance: null };
  if (made.answer === null) return { bill: {}, info: [{ InfCd: "EWBERR", Desc: made.errors }] };
  const { EwbNo, EwbDt, EwbValidTill, Remarks } = JSON.parse(made.answer);
  const bill = { ewbNo: String(EwbNo), ewbDate: EwbDt, ewbValidTill: EwbValidTill, remarks: Remarks || null };
  return { bill, info: distanceInfo(made.distance) };
}

/** An e-way bill by IRN: the answer is the bill alone. */
export async function makeBill(call: DocumentCall, text: string): Promise<Reply> {
  const request = readRequest(text);
  const irn = request && Object.entries(request).find(([key]) => key.toLowerCase() === "irn")?.[1];
  if (!request || typeof irn !== "string") {
    return { errors: schemaFault(["The field Irn must be given, it is required"]) };
  }
  const broken = billErrors(JSON.parse(text));
  if (broken.length > 0) return { errors: schemaFault(broken) };
  const made = await call.world.makeBill(call.gstin, irn, text, call.now, false);
  if (made.answer === null) return { errors: made.errors ?? [] };
  if (call.fault?.kind !== "crossed_reply") return { plain: made.answer, info: distanceInfo(made.distance) };
  return { plain: JSON.stringify({ ...JSON.parse(made.answer), EwbNo: 199999999999 }) };
}

/** The bill of an IRN. */
export async function findBill(call: DocumentCall, irn: string): Promise<Reply> {
  const { code, answer } = await call.world.findBill(call.gstin, irn, call.now);
  return code === null ? { plain: answer } : { errors: await call.world.errors(code) };
}

function distanceInfo(distance: number | null): Info[] {
  return distance === null ? [] : [{ InfCd: "EWBPPD", Desc: `Pin-Pin calc distance: ${distance}KM` }];
}
