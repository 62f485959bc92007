import { createHash } from "node:crypto";
import type { Fault } from "../faults.ts";
import type { KeyPair } from "./keys.ts";
import { billErrors, schemaErrors } from "./schema.ts";
import { type ExactJson, type Forgery, readExact, type Registered, signDocument } from "./sign.ts";
import type { Info, Reply } from "./wire.ts";
import type { Found, Registration, Wanted, World } from "./world.ts";

/** One signed-in request for a document. */
export interface DocumentCall {
  readonly world: World;
  readonly signing: KeyPair;
  readonly gstin: string;
  readonly now: Date;
  readonly fault: Fault | null;
}

/** Generate IRN: schema, rules, register, sign. Every violation is told at once. */
export async function generate(call: DocumentCall, text: string): Promise<Reply> {
  const request = readRequest(text);
  if (request === null) return { errors: schemaFault(["The field Invoice must be JSON"]) };
  const broken = schemaErrors(JSON.parse(text));
  if (broken.length > 0) return { errors: schemaFault(broken) };
  const refusals = await call.world.refusals(call.gstin, text, call.now);
  if (refusals.length > 0) return { errors: refusals };
  const stored = call.fault?.kind === "duplicate_other_content" ? otherContent(request) : request;
  const registration = await call.world.register(
    call.gstin,
    JSON.stringify(stored),
    call.now,
    (made) => signDocument({ ...made, request: stored }, call.signing),
  );
  if (registration.outcome === "cancelled") return { errors: await call.world.errors("2278") };
  if (registration.outcome === "elsewhere") {
    return { errors: await call.world.errors("2295"), info: duplicateInfo(registration, "DUPIRNGLP") };
  }
  const isDuplicate = registration.outcome === "duplicate" || call.fault?.kind.startsWith("duplicate");
  if (isDuplicate) return { errors: await call.world.errors("2150"), info: duplicateInfo(registration) };
  const document = { ...registration, request: stored };
  if (stored.EwbDtls === undefined) return { plain: answer(call, document, "ACT") };
  const { bill, info } = await billWith(call, registration.irn, stored.EwbDtls as ExactJson);
  return { plain: answer(call, document, "ACT", bill), ...(info.length > 0 ? { info } : {}) };
}

/** The e-way bill asked for with the document. Where it cannot be made the IRN stands, and EWBERR says why. */
async function billWith(call: DocumentCall, irn: string, wish: ExactJson): Promise<{ bill: Bill; info: Info[] }> {
  const planned = call.fault?.kind === "eway_bill_fails"
    ? await call.world.errors(call.fault.params.code ?? "4001")
    : null;
  const made = planned === null
    ? await call.world.makeBill(call.gstin, irn, JSON.stringify(wish), call.now, true)
    : { errors: planned, answer: null, distance: null };
  if (made.answer === null) return { bill: {}, info: [{ InfCd: "EWBERR", Desc: made.errors }] };
  const { EwbNo, EwbDt, EwbValidTill, Remarks } = JSON.parse(made.answer);
  const bill = { ewbNo: String(EwbNo), ewbDate: EwbDt, ewbValidTill: EwbValidTill, remarks: Remarks || null };
  return { bill, info: distanceInfo(made.distance) };
}

function distanceInfo(distance: number | null): Info[] {
  return distance === null ? [] : [{ InfCd: "EWBPPD", Desc: `Pin-Pin calc distance: ${distance}KM` }];
}

/** An e-way bill by IRN. Keys are taken in any case; the answer is the bill alone. */
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
  return { plain: made.answer, info: distanceInfo(made.distance) };
}

/** The bill of an IRN. */
export async function findBill(call: DocumentCall, irn: string): Promise<Reply> {
  const { code, answer } = await call.world.findBill(call.gstin, irn, call.now);
  return code === null ? { plain: answer } : { errors: await call.world.errors(code) };
}

/** Get IRN details, by IRN or by document. */
export async function find(call: DocumentCall, wanted: Wanted): Promise<Reply> {
  const found = await call.world.find(call.gstin, wanted, call.now);
  if (found.code !== null) return { errors: await call.world.errors(found.code, found.code === "2283" ? "2" : "") };
  return { plain: answer(call, { ...found, request: readExact(found.request) }, found.status, found) };
}

/** Cancel IRN. Keys are taken in any case, as .NET does. */
export async function cancel(call: DocumentCall, text: string): Promise<Reply> {
  const request = readRequest(text);
  if (request === null) return { errors: schemaFault(["The field Irn must be given, it is required"]) };
  const given = Object.fromEntries(Object.entries(request).map(([key, value]) => [key.toLowerCase(), String(value)]));
  const wish = { irn: given.irn ?? "", reason: given.cnlrsn ?? "", remarks: given.cnlrem ?? "" };
  const { code, irn, cancelDate } = await call.world.cancel(call.gstin, wish, call.now);
  if (code !== null) return { errors: await call.world.errors(code) };
  return { plain: JSON.stringify({ Irn: irn, CancelDate: cancelDate }) };
}

function readRequest(text: string): ExactJson | null {
  try {
    const request = readExact(text);
    return typeof request === "object" && request !== null ? request : null;
  } catch {
    return null;
  }
}

function schemaFault(sentences: readonly string[]) {
  return sentences.map((ErrorMessage) => ({ ErrorCode: "5002", ErrorMessage }));
}

function duplicateInfo({ irn, ackNo, ackDate, provider }: Registration, code = "DUPIRN"): Info[] {
  const registeredBy = code === "DUPIRN" ? {} : { RegIrp: provider };
  return [{ InfCd: code, Desc: { AckNo: Number(ackNo), AckDt: ackDate, Irn: irn, ...registeredBy } }];
}

/** What an answer says of the e-way bill beside the document. */
interface Bill {
  readonly ewbNo?: string | null;
  readonly ewbDate?: string | null;
  readonly ewbValidTill?: string | null;
  readonly remarks?: string | null;
}

/** The answer's text, spoilt where a fault wants it; what is stored stays true. */
function answer(call: DocumentCall, document: Registered, status: string, stored: Bill & Partial<Found> = {}): string {
  const { told, forgery } = spoil(call.fault, document);
  const isTrue = told === document && Object.keys(forgery).length === 0;
  const signed = stored.signedInvoice !== undefined && isTrue ? stored : signDocument(told, call.signing, forgery);
  return `{"AckNo":${told.ackNo},` + JSON.stringify({
    AckDt: told.ackDate,
    Irn: told.irn,
    SignedInvoice: signed.signedInvoice,
    SignedQRCode: signed.signedQrCode,
    Status: status,
    EwbNo: stored.ewbNo ? Number(stored.ewbNo) : null,
    EwbDt: stored.ewbDate ?? null,
    EwbValidTill: stored.ewbValidTill ?? null,
    Remarks: stored.remarks ?? null,
  }).slice(1);
}

function spoil(fault: Fault | null, document: Registered): { told: Registered; forgery: Forgery } {
  const otherIrn = () => createHash("sha256").update(`${document.irn} another`).digest("hex");
  switch (fault?.kind) {
    case "wrong_signature":
      return { told: document, forgery: { breakSignature: true } };
    case "unknown_kid":
      return { told: document, forgery: { kid: "F".repeat(40) } };
    case "alg_none":
      return { told: document, forgery: { algorithm: "none" } };
    case "wrong_irn":
      return { told: { ...document, irn: otherIrn() }, forgery: {} };
    case "other_document":
      return { told: { ...document, irn: otherIrn(), request: otherNumber(document.request) }, forgery: {} };
    default:
      return { told: document, forgery: {} };
  }
}

function otherNumber(request: ExactJson): ExactJson {
  return { ...request, DocDtls: { ...request.DocDtls as ExactJson, No: "OTHER/1" } };
}

/** The same number with another buyer and total, as when somebody used it outside Pakka. */
function otherContent(request: ExactJson): ExactJson {
  return {
    ...request,
    BuyerDtls: { ...request.BuyerDtls as ExactJson, Gstin: "27AAACG2115R1ZH", LglNm: "Another Buyer" },
    ValDtls: { ...request.ValDtls as ExactJson, TotInvVal: 1 },
  };
}
