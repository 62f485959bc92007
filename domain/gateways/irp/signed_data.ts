import * as v from "valibot";
import { parseExact } from "../nic/exact_json.ts";

/** What both signed texts say of the document. */
export interface Facts {
  readonly irn: string;
  readonly sellerGstin: string;
  readonly buyerGstin: string;
  readonly type: string;
  readonly number: string;
  readonly date: string;
  readonly total: string;
  /** How many lines it has. */
  readonly itemCount: string;
}

const text = v.string();
export const invoiceData = v.pipe(
  v.object({
    Irn: text,
    DocDtls: v.object({ Typ: text, No: text, Dt: text }),
    SellerDtls: v.object({ Gstin: text }),
    BuyerDtls: v.object({ Gstin: text }),
    ValDtls: v.object({ TotInvVal: text }),
    ItemList: v.array(v.unknown()),
  }),
  v.transform(({ Irn, DocDtls, SellerDtls, BuyerDtls, ValDtls, ItemList }): Facts => ({
    irn: Irn,
    sellerGstin: SellerDtls.Gstin,
    buyerGstin: BuyerDtls.Gstin,
    type: DocDtls.Typ,
    number: DocDtls.No,
    date: DocDtls.Dt,
    total: ValDtls.TotInvVal,
    itemCount: String(ItemList.length),
  })),
);
export const qrData = v.pipe(
  v.object({
    SellerGstin: text,
    BuyerGstin: text,
    DocNo: text,
    DocTyp: text,
    DocDt: text,
    TotInvVal: text,
    ItemCnt: text,
    Irn: text,
  }),
  v.transform((qr): Facts => ({
    irn: qr.Irn,
    sellerGstin: qr.SellerGstin,
    buyerGstin: qr.BuyerGstin,
    type: qr.DocTyp,
    number: qr.DocNo,
    date: qr.DocDt,
    total: qr.TotInvVal,
    itemCount: qr.ItemCnt,
  })),
);

const acknowledgement = v.pipe(
  v.object({ AckNo: text, AckDt: v.pipe(text, v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/)) }),
  v.transform(({ AckNo, AckDt }) => ({ ackNo: AckNo, ackAt: `${AckDt.replace(" ", "T")}+05:30` })),
);

/** Number and instant of the acknowledgement in a signed INV-01 text; null where it has none. */
export function readAcknowledgement(invoiceText: string): { ackNo: string; ackAt: string } | null {
  const read = v.safeParse(acknowledgement, tryParse(invoiceText));
  return read.success ? read.output : null;
}

/**
 * The figures in which what was signed differs from what we would send, as JSON pointers: of the totals, and of each line
 * its HSN code, quantity, rate, value and taxes. A figure that is not given counts as nothing, as at the portal.
 */
export function differingFigures(payload: string, invoiceText: string): string[] {
  const [ours, theirs] = [figuresOf(payload), figuresOf(invoiceText)];
  if (ours === null || theirs === null) return [""];
  return [...new Set([...ours.keys(), ...theirs.keys()])].filter((pointer) => {
    const [sent = "0", signed = "0"] = [ours.get(pointer), theirs.get(pointer)];
    return sent !== signed && !isSameAmount(sent, signed);
  });
}

const totals = [
  "AssVal",
  "CgstVal",
  "SgstVal",
  "IgstVal",
  "CesVal",
  "StCesVal",
  "Discount",
  "OthChrg",
  "RndOffAmt",
  "TotInvVal",
];
const parts = ["HsnCd", "Qty", "UnitPrice", "AssAmt", "GstRt", "CgstAmt", "SgstAmt", "IgstAmt", "CesAmt", "TotItemVal"];
const figures = v.record(v.string(), v.unknown());
const document = v.object({ ValDtls: figures, ItemList: v.array(figures) });

function figuresOf(json: string): Map<string, string> | null {
  const read = v.safeParse(document, tryParse(json));
  if (!read.success) return null;
  const { ValDtls, ItemList } = read.output;
  const told = (at: string, from: Record<string, unknown>, names: readonly string[]) =>
    names.filter((name) => from[name] !== undefined && from[name] !== null)
      .map((name) => [`${at}/${name}`, String(from[name])] as const);
  return new Map([
    ...told("/ValDtls", ValDtls, totals),
    ...ItemList.flatMap((item, index) => told(`/ItemList/${index}`, item, parts)),
  ]);
}

/** Reads a signed text; null where a field is missing. */
export function readFacts(shape: v.GenericSchema<unknown, Facts>, json: string): Facts | null {
  const facts = v.safeParse(shape, tryParse(json));
  return facts.success ? facts.output : null;
}

/** JSON with numbers as text, or undefined where it is not JSON. */
export function tryParse(json: string): unknown {
  try {
    return parseExact(json);
  } catch {
    return undefined;
  }
}

/** Equal as decimals, compared as text: 118000, 118000.0 and 118000.00 are one amount, and no double is involved. */
export function isSameAmount(a: string, b: string): boolean {
  const [left, right] = [plainDecimal(a), plainDecimal(b)];
  return left !== null && left === right;
}

function plainDecimal(amount: string): string | null {
  const parts = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(amount.trim());
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = ""] = parts;
  const digits = fraction === "" ? whole : `${whole}.${fraction}`;
  return digits === "0" ? "0" : sign + digits;
}
