import { Buffer } from "node:buffer";
import { sign } from "node:crypto";
import type { KeyPair } from "./keys.ts";

/** The JSON of a request with its numbers as they were written; `1.10` stays `1.10` when it is written again. */
export type ExactJson = { [key: string]: unknown };

interface RawJson {
  rawJSON(text: string): unknown;
}

const raw = (JSON as unknown as RawJson).rawJSON;

/** Reads JSON keeping number texts; nulls are dropped, as the portal drops them. */
export function readExact(text: string): ExactJson {
  const reviver = (_key: string, value: unknown, context?: { source?: string }) =>
    value === null ? undefined : typeof value === "number" ? raw(numberText(value, context?.source)) : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}

/** The portal never writes an exponent. */
function numberText(value: number, source: string | undefined): string {
  return source !== undefined && !/e/i.test(source) ? source : String(value);
}

/** A registered document, as far as signing needs it. */
export interface Registered {
  readonly irn: string;
  readonly ackNo: string;
  readonly ackDate: string;
  readonly request: ExactJson;
}

/** Ways to sign that no portal has: for the fault plan. */
export interface Forgery {
  readonly kid?: string;
  readonly algorithm?: "none";
  readonly breakSignature?: boolean;
}

export interface Signed {
  readonly signedInvoice: string;
  readonly signedQrCode: string;
}

/** Signs the invoice and its QR text as NIC does: RS256, payload {data, iss}, data itself JSON text. */
export function signDocument(document: Registered, key: KeyPair, forgery: Forgery = {}): Signed {
  return {
    signedInvoice: jws(invoiceText(document), key, forgery),
    signedQrCode: jws(qrText(document), key, forgery),
  };
}

function jws(data: string, key: KeyPair, forgery: Forgery): string {
  const kid = forgery.kid ?? key.kid;
  const x5t = Buffer.from(kid, "hex").toString("base64url");
  const header = { alg: forgery.algorithm ?? "RS256", kid, typ: "JWT", x5t };
  const signed = [header, { data, iss: "NIC Sandbox" }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  if (forgery.algorithm === "none") return `${signed}.`;
  const signature = sign("RSA-SHA256", Buffer.from(signed), key.privateKey);
  return `${signed}.${(forgery.breakSignature ? signature.reverse() : signature).toString("base64url")}`;
}

const order = [
  "Version",
  "TranDtls",
  "DocDtls",
  "SellerDtls",
  "BuyerDtls",
  "DispDtls",
  "ShipDtls",
  "ItemList",
  "ValDtls",
  "PayDtls",
  "RefDtls",
  "AddlDocDtls",
  "ExpDtls",
  "EwbDtls",
];

function invoiceText({ irn, ackNo, ackDate, request }: Registered): string {
  const parts = order.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]);
  const body: ExactJson = Object.fromEntries(parts);
  body.ItemList = items(request).map((item) => ({ ItemNo: 0, ...item }));
  return escaped({ AckNo: raw(ackNo), AckDt: ackDate, Irn: irn, ...body });
}

function qrText({ irn, ackDate, request }: Registered): string {
  const document = request.DocDtls as ExactJson;
  const lines = items(request);
  const value = (item: ExactJson) => Number(JSON.stringify(item.AssAmt));
  const main = lines.reduce((most, item) => value(item) > value(most) ? item : most, lines[0] ?? {});
  return escaped({
    SellerGstin: (request.SellerDtls as ExactJson).Gstin,
    BuyerGstin: (request.BuyerDtls as ExactJson).Gstin,
    DocNo: document.No,
    DocTyp: document.Typ,
    DocDt: document.Dt,
    TotInvVal: (request.ValDtls as ExactJson).TotInvVal,
    ItemCnt: lines.length,
    MainHsnCode: main.HsnCd,
    Irn: irn,
    IrnDt: ackDate,
  });
}

function items(request: ExactJson): ExactJson[] {
  return request.ItemList as ExactJson[];
}

/** .NET's habit: everything beyond plain ASCII, and the characters HTML minds, as \uXXXX. */
function escaped(value: unknown): string {
  const escape = (char: string) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[+&<>'`]|[^\x20-\x7e]/g, escape);
}
