import { answer, crossed, otherContent } from "./answers.ts";
import { billWith } from "./bills.ts";
import { type DocumentCall, readRequest, schemaFault } from "./call.ts";
import { schemaErrors } from "./schema.ts";
import { type ExactJson, readExact, type Registered, signDocument } from "./sign.ts";
import type { Info, Reply } from "./wire.ts";
import type { Registration, Wanted } from "./world.ts";

/** Generate IRN: schema, rules, register, sign. Every violation is told at once. */
export async function generate(call: DocumentCall, text: string): Promise<Reply> {
  const request = readRequest(text);
  if (request === null) return { errors: schemaFault(["The field Invoice must be JSON"]) };
  const broken = schemaErrors(JSON.parse(text));
  if (broken.length > 0) return { errors: schemaFault(broken) };
  const refusals = await call.world.refusals(call.gstin, text, call.now);
  if (refusals.length > 0) return { errors: refusals };
  if (call.fault?.kind === "crossed_reply" && call.fault.params.afterEffect === false) {
    const unregistered = { irn: "0".repeat(64), ackNo: "126000000000000", ackDate: "2026-01-01 00:00:00", request };
    return { plain: await crossed(call, unregistered) };
  }
  const stored = call.fault?.kind === "duplicate_other_content" ? otherContent(request) : request;
  const registration = await register(call, stored);
  const again = await alreadyThere(call, registration);
  return again ?? await registered(call, { ...registration, request: stored });
}

async function register(call: DocumentCall, stored: ExactJson): Promise<Registration> {
  const { fault, gstin, now } = call;
  const world = fault?.kind === "registered_elsewhere" ? call.world.at("IRIS") : call.world;
  const sign = (made: Registration) => signDocument({ ...made, request: stored }, call.signing);
  const registration = await world.register(gstin, JSON.stringify(stored), now, sign);
  if (registration.outcome === "registered") await hide(call, registration.irn);
  return registration;
}

/** What was done is not seen at once, or not for long, where a fault wants it so. */
async function hide({ fault, world, now }: DocumentCall, irn: string): Promise<void> {
  const lag = fault?.params.lagSeconds ?? (fault?.kind === "duplicate_lagging" ? 120 : 0);
  if (lag > 0) await world.showFrom(irn, new Date(now.getTime() + lag * 1000));
  if (fault?.kind === "lost_deduplication") await world.reject(irn, now);
}

/** The refusal of a document that has its IRN, or is told so; null where it is new. */
async function alreadyThere({ world, fault }: DocumentCall, registration: Registration): Promise<Reply | null> {
  if (registration.outcome === "cancelled") return { errors: await world.errors("2278") };
  if (registration.outcome === "elsewhere" || fault?.kind === "registered_elsewhere") {
    return { errors: await world.errors("2295"), info: duplicateInfo(registration, "DUPIRNGLP") };
  }
  const isDuplicate = registration.outcome === "duplicate" || fault?.kind.startsWith("duplicate");
  return isDuplicate ? { errors: await world.errors("2150"), info: duplicateInfo(registration) } : null;
}

async function registered(call: DocumentCall, document: Registered): Promise<Reply> {
  const wish = document.request.EwbDtls;
  if (wish === undefined) return { plain: await answer(call, document, "ACT") };
  const { bill, info } = await billWith(call, document.irn, wish as ExactJson);
  return { plain: await answer(call, document, "ACT", bill), ...(info.length > 0 ? { info } : {}) };
}

/** Get IRN details, by IRN or by document. */
export async function find(call: DocumentCall, wanted: Wanted): Promise<Reply> {
  const found = await call.world.find(call.gstin, wanted, call.now);
  const code = call.fault?.kind === "too_old" ? "2283" : found.code;
  if (code !== null) return { errors: await call.world.errors(code, code === "2283" ? "2" : "") };
  return { plain: await answer(call, { ...found, request: readExact(found.request) }, found.status, found) };
}

/** Cancel IRN. Keys are taken in any case, as .NET does. */
export async function cancel(call: DocumentCall, text: string): Promise<Reply> {
  const request = readRequest(text);
  if (request === null) return { errors: schemaFault(["The field Irn must be given, it is required"]) };
  const given = Object.fromEntries(Object.entries(request).map(([key, value]) => [key.toLowerCase(), String(value)]));
  const wish = { irn: given.irn ?? "", reason: given.cnlrsn ?? "", remarks: given.cnlrem ?? "" };
  const isCrossed = call.fault?.kind === "crossed_reply";
  const other = isCrossed ? await call.world.another(wish.irn) : undefined;
  if (isCrossed && call.fault?.params.afterEffect === false) {
    return { plain: JSON.stringify({ Irn: other?.irn ?? "0".repeat(64), CancelDate: other?.ackDate }) };
  }
  const { code, irn, cancelDate } = await call.world.cancel(call.gstin, wish, call.now);
  if (code !== null) return { errors: await call.world.errors(code) };
  return { plain: JSON.stringify({ Irn: isCrossed ? other?.irn ?? "0".repeat(64) : irn, CancelDate: cancelDate }) };
}

function duplicateInfo({ irn, ackNo, ackDate, provider }: Registration, code = "DUPIRN"): Info[] {
  const registeredBy = code === "DUPIRN" ? {} : { RegIrp: provider };
  return [{ InfCd: code, Desc: { AckNo: Number(ackNo), AckDt: ackDate, Irn: irn, ...registeredBy } }];
}
