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
