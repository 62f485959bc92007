import { Buffer } from "node:buffer";
import * as v from "valibot";
import { tryExact } from "../nic/exact_json.ts";
import type { Envelope } from "../nic/interpret.ts";
import type { InfoEntry, PortalError } from "../nic/outcome.ts";
import type { CancelledDocument, InvoiceBill, RegisteredDocument, Taxpayer } from "./mod.ts";

const record = v.record(v.string(), v.unknown());
const envelope = v.object({
  Status: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.picklist(["0", "1"])),
  Data: v.optional(v.unknown()),
  ErrorDetails: v.optional(v.unknown()),
  InfoDtls: v.optional(v.unknown()),
});

/** Reads the envelope; null where the text is not one. Status is a number in production, text in the portal's own samples. */
export function readEnvelope(text: string): Envelope | null {
  const read = v.safeParse(envelope, tryExact(text));
  if (!read.success) return null;
  const { Status, Data, ErrorDetails, InfoDtls } = read.output;
  return { ok: Status === "1", data: Data, errors: readErrors(ErrorDetails), info: readInfo(InfoDtls) };
}

/** ErrorDetails: an array in production, JSON text or base64 of JSON text elsewhere, plain text at worst. */
export function readErrors(details: unknown): PortalError[] {
  return asList(details).map((entry) => {
    if (!v.is(record, entry)) return { code: "", message: String(entry) };
    const code = entry.ErrorCode ?? entry.errorCode ?? entry.error_cd ?? "";
    const message = entry.ErrorMessage ?? entry.errorMessage ?? entry.message ?? "";
    return { code: String(code).trim(), message: String(message) };
  });
}

/** InfoDtls: an array of {InfCd, Desc}, one such object, JSON text of either, or nothing. */
export function readInfo(details: unknown): InfoEntry[] {
  return asList(details).filter((entry) => v.is(record, entry))
    .map((entry) => ({ code: String(entry.InfCd ?? ""), description: tryJsonOr(entry.Desc) }))
    .filter((entry) => entry.code !== "");
}

/** The entry of one InfCd. Never the first of the list: alerts may come before it. */
export function findInfo(info: readonly InfoEntry[], code: string): InfoEntry | undefined {
  return info.find((entry) => entry.code === code);
}

function asList(details: unknown): unknown[] {
  if (details === null || details === undefined || details === "") return [];
  if (Array.isArray(details)) return details;
  if (typeof details !== "string") return [details];
  const parsed = tryExact(details) ?? tryExact(Buffer.from(details, "base64").toString("utf8"));
  if (parsed === undefined || parsed === null) return [details];
  return Array.isArray(parsed) ? parsed : [parsed];
}

function tryJsonOr(value: unknown): unknown {
  return typeof value === "string" && /^\s*[[{]/.test(value) ? tryExact(value) ?? value : value;
}

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const optionalText = v.pipe(
  v.nullish(text, null),
  v.transform((value) => value === null || value === "" ? null : value),
);
const irn = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i), v.transform((value) => value.toLowerCase()));
const portalTime = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/));

/** "2026-11-20 15:04:05", which the portals mean in IST, as an RFC 3339 instant. */
export function portalInstant(time: string): string {
  return `${time.replace(" ", "T")}+05:30`;
}

const signIn = v.object({ AuthToken: v.pipe(v.string(), v.minLength(1)), Sek: v.string(), TokenExpiry: portalTime });

const optionalTime = v.pipe(
  optionalText,
  v.transform((time) => time === null || !v.is(portalTime, time) ? null : portalInstant(time)),
);
const billNumber = v.pipe(text, v.regex(/^\d{12}$/));

const bill = v.pipe(
  v.object({
    EwbNo: billNumber,
    EwbDt: portalTime,
    EwbValidTill: optionalTime,
    Status: v.nullish(v.string(), "ACT"),
    Remarks: optionalText,
    Alert: optionalText,
  }),
  v.transform((sent): InvoiceBill => ({
    number: sent.EwbNo,
    generatedAt: portalInstant(sent.EwbDt),
    validUntil: sent.EwbValidTill,
    isCancelled: sent.Status.toUpperCase() === "CNL",
    alert: sent.Alert ?? sent.Remarks,
  })),
);

const registered = v.pipe(
  v.object({
    AckNo: text,
    AckDt: portalTime,
    Irn: irn,
    SignedInvoice: v.string(),
    SignedQRCode: v.string(),
    Status: v.picklist(["ACT", "CNL"]),
    EwbNo: v.optional(v.unknown()),
    EwbDt: v.optional(v.unknown()),
    EwbValidTill: v.optional(v.unknown()),
    Remarks: optionalText,
  }),
  v.transform((sent): RegisteredDocument => ({
    irn: sent.Irn,
    ackNo: sent.AckNo,
    ackDate: sent.AckDt,
    ackAt: portalInstant(sent.AckDt),
    signedInvoice: sent.SignedInvoice,
    signedQrCode: sent.SignedQRCode,
    status: sent.Status,
    bill: billOf(sent),
    remarks: sent.Remarks,
  })),
);

/** The bill beside a registered document; one that cannot be read is asked for later, and costs no IRN. */
function billOf({ EwbNo, EwbDt, EwbValidTill }: Record<string, unknown>): InvoiceBill | null {
  const read = v.safeParse(bill, { EwbNo, EwbDt, EwbValidTill });
  return read.success ? read.output : null;
}

const cancelled = v.pipe(
  v.object({ Irn: irn, CancelDate: portalTime }),
  v.transform((sent): CancelledDocument => ({
    irn: sent.Irn,
    cancelDate: sent.CancelDate,
    cancelledAt: portalInstant(sent.CancelDate),
  })),
);

const taxpayer = v.pipe(
  v.object({
    Gstin: v.string(),
    LegalName: optionalText,
    TradeName: optionalText,
    StateCode: optionalText,
    AddrPncd: optionalText,
    TxpType: optionalText,
    Status: optionalText,
    BlkStatus: optionalText,
    DtReg: optionalText,
    DtDReg: optionalText,
  }),
  v.transform((sent): Taxpayer => ({
    gstin: sent.Gstin,
    legalName: sent.LegalName,
    tradeName: sent.TradeName,
    stateCode: sent.StateCode?.padStart(2, "0") ?? null,
    pincode: sent.AddrPncd,
    type: sent.TxpType,
    status: sent.Status,
    blockStatus: sent.BlkStatus,
    registeredOn: sent.DtReg,
    deregisteredOn: sent.DtDReg,
  })),
);

/** The decrypted bodies, by what they answer. */
export const shapes = { signIn, registered, cancelled, taxpayer, bill };

/** The portals' date, dd/MM/yyyy, of a YYYY-MM-DD one. */
export function portalDate(date: string): string {
  return date.split("-").reverse().join("/");
}

const duplicate = v.pipe(
  v.object({ Irn: irn, AckNo: text, AckDt: portalTime }),
  v.transform((sent) => ({ irn: sent.Irn, ackNo: sent.AckNo, ackDate: sent.AckDt })),
);

/** What a refusal 2150 says of the document already there; null where it says nothing usable. */
export function readDuplicate(info: readonly InfoEntry[]): { irn: string; ackNo: string; ackDate: string } | null {
  const read = v.safeParse(duplicate, findInfo(info, "DUPIRN")?.description);
  return read.success ? read.output : null;
}

/** Why an invoice was registered without the e-way bill that was asked for with it; none where it says nothing. */
export function readBillErrors(info: readonly InfoEntry[]): PortalError[] {
  return readErrors(findInfo(info, "EWBERR")?.description);
}

/** Who registered a document that another IRP has (2295); null where it says nothing usable. */
export function readRegisteringIrp(info: readonly InfoEntry[]): string | null {
  const description = findInfo(info, "DUPIRNGLP")?.description;
  return v.is(v.object({ RegIrp: v.string() }), description) ? description.RegIrp : null;
}
