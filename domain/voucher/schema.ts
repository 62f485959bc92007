import { z } from "zod";
import { day, decimal, lines as textLines, money, percent, pincode, stateCode, text } from "../shared/fields.ts";
import { partySchema } from "../masters/mod.ts";
import { pageQuery } from "../shared/page.ts";

/** `itemId` may stand for description, hsn, unit, rate and tax rates. */
export const lineBody = z.strictObject({
  itemId: z.uuid().nullish(),
  description: text(300).optional(),
  hsn: z.string().max(8).optional(),
  quantity: decimal(10, 3),
  unit: text(8).optional(),
  rate: decimal(12, 3).optional(),
  discount: money().optional(),
  gstRate: percent().optional(),
  cessRate: percent().optional(),
  taxability: z.enum(["taxable", "exempt", "nil_rated", "non_gst"]).optional(),
  retailPrice: decimal(12, 3).optional().meta({
    description: "declared retail sale price of one unit: what tobacco and pan masala are valued by (rule 31D)",
  }),
  godownId: z.uuid().optional(),
  originalVoucherId: z.uuid().optional().meta({
    description: "the voucher this line stands on, where not the document's",
  }),
  originalLineNo: z.int().min(1).max(1000).optional(),
}).meta({ id: "VoucherLine" });

/** Where goods go to, or come from, when it is not the party's or the company's own address. */
const place = z.strictObject({
  name: text(100).optional(),
  gstin: text(20).optional(),
  address: textLines(200).optional(),
  city: text(100).optional(),
  pincode: pincode().optional(),
  stateCode: stateCode(),
});

export const transport = z.strictObject({
  mode: z.enum(["road", "rail", "air", "ship"]).optional(),
  vehicleNumber: text(20).optional(),
  vehicleType: z.enum(["regular", "over_dimensional"]).optional(),
  transporterId: text(15).optional(),
  transporterName: text(100).optional(),
  distanceKm: z.int().min(0).max(4000).optional(),
  documentNumber: text(15).optional(),
  documentDate: day().optional(),
}).meta({ id: "Transport" });

/** What every document holds, whoever supplies. */
export const anyBody = z.strictObject({
  date: day(),
  seriesId: z.uuid().nullish(),
  companyGstin: text(20).optional(),
  partyId: z.uuid().nullish(),
  party: partySchema.optional().meta({ description: "becomes a party on record the first time it is met" }),
  reference: z.union([z.literal(""), text(50)]).nullish(),
  narration: z.union([z.literal(""), textLines(500)]).nullish(),
  draft: z.boolean().optional().meta({ description: "kept without a number, to be posted or thrown away later" }),
  overrideLock: z.boolean().optional().meta({
    description: "posts into a locked period; needs the scope periods:override",
  }),
});

/** What every sales document holds; a kind adds its own. At most 1,000 lines, as the e-invoice portal takes them. */
export const salesBody = anyBody.extend({
  placeOfSupply: stateCode().nullish(),
  reverseCharge: z.boolean().optional(),
  supplyDate: day().optional().meta({
    description: "day of the supply, where it is not the document's: s.14 decides the rate",
  }),
  paymentDate: day().optional().meta({ description: "day of payment, where it was before the document" }),
  shipTo: place.optional().meta({ description: "where the goods go, if not to the party" }),
  dispatchFrom: place.optional(),
  transport: transport.optional(),
  lines: z.array(lineBody).min(1).max(1000),
});

/** What a document holds that stands on earlier ones: the rest it takes from them, all that is left without lines. */
export const noteBody = salesBody.omit({ shipTo: true, dispatchFrom: true, supplyDate: true, paymentDate: true })
  .extend({
    originalVoucherId: z.uuid().optional(),
    reason: text(100).optional(),
    goodsReturned: z.boolean().optional().meta({ description: "false: only the value changes, no goods come back" }),
    lines: z.array(lineBody).min(1).max(1000).optional(),
  });

/** A note names its original, or each of its lines does. */
export function namesItsOriginal(
  body: { originalVoucherId?: string | undefined; lines?: { originalVoucherId?: string | undefined }[] | undefined },
) {
  return body.originalVoucherId !== undefined ||
    (body.lines ?? []).length > 0 && body.lines!.every((line) => line.originalVoucherId !== undefined);
}

export const originalWanted = {
  error: "originalVoucherId is wanted, of the document or of each line",
  path: ["originalVoucherId"],
  params: { code: "original_missing" },
};

/** A document has one recipient: written into it, or a party on record. */
export function hasOneRecipient(body: { party?: unknown; partyId?: string | null | undefined }): boolean {
  return (body.party === undefined) !== (body.partyId == null);
}

export const oneRecipient = {
  error: "either party or partyId is wanted",
  path: ["party"],
  params: { code: "one_recipient" },
};

/** A line of a proforma or challan that is turned into a sale; what is left unsaid is as it stands there. */
const convertedLine = lineBody.pick({ rate: true, discount: true, gstRate: true, cessRate: true, taxability: true })
  .extend({
    lineNo: z.int().min(1).max(1000),
    quantity: decimal(10, 3).optional().meta({ description: "all that is left of it, where not said" }),
    retailPrice: lineBody.shape.retailPrice,
    godownId: lineBody.shape.godownId,
  });

/** How a proforma or challan becomes a sale: today, all that is left of it, as the document its content asks for. */
export const convertBody = salesBody.omit({ date: true, companyGstin: true, partyId: true, party: true, draft: true })
  .extend({
    date: day().optional(),
    type: z.enum(["tax_invoice", "retail_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "export_invoice"])
      .optional(),
    withLut: z.boolean().optional(),
    lines: z.array(convertedLine).min(1).max(1000).optional(),
  }).meta({ id: "VoucherConversion" });

export type ConvertBody = z.infer<typeof convertBody>;

export const cancelBody = z.strictObject({
  reason: text(200),
  overrideLock: z.boolean().optional().meta({
    description: "cancels in a locked period; needs the scope periods:override",
  }),
}).meta({ id: "VoucherCancellation" });

export type CancelBody = z.infer<typeof cancelBody>;

/** What may still change on a posted voucher. */
export const amendBody = z.strictObject({
  narration: z.union([z.literal(""), textLines(500)]).optional(),
  reference: z.union([z.literal(""), text(50)]).optional(),
}).meta({ id: "VoucherAmendment" });

/** A change: of a draft the whole voucher as it is sent to be posted, of a posted voucher an amendment. */
export const changeBody = z.looseObject({}).meta({
  id: "VoucherChange",
  description:
    "of a draft, the whole voucher as POST /api/vouchers takes it; of a posted voucher, narration and reference",
});

/** A batch; its vouchers are judged one by one, so that a malformed one stops no other. */
export const bulkBody = z.strictObject({ vouchers: z.array(z.unknown()).min(1).max(1000) }).meta({
  id: "VoucherBatch",
});

export const listQuery = z.strictObject({
  type: z.string().max(40).optional(),
  status: z.enum(["draft", "posted", "cancelled"]).optional(),
  from: day().optional(),
  to: day().optional(),
  partyId: z.uuid().optional(),
  amount: money().optional().meta({ description: "the total" }),
  q: z.string().trim().min(1).max(50).optional().meta({
    description: "in the number or the party's name; where it is an amount, also the total",
  }),
  ...pageQuery,
});

export type ListQuery = z.infer<typeof listQuery>;
