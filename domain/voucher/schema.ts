import { z } from "zod";
import { day, decimal, lines as textLines, money, percent, stateCode, text } from "../shared/fields.ts";
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
}).meta({ id: "VoucherLine" });

/** What every sales document holds; a kind adds its own. At most 1,000 lines, as the e-invoice portal takes them. */
export const salesBody = z.strictObject({
  date: day(),
  seriesId: z.uuid().nullish(),
  companyGstin: text(20).optional(),
  partyId: z.uuid().nullish(),
  party: partySchema.optional().meta({ description: "becomes a party on record the first time it is sold to" }),
  placeOfSupply: stateCode().nullish(),
  reverseCharge: z.boolean().optional(),
  reference: z.union([z.literal(""), text(50)]).nullish(),
  narration: z.union([z.literal(""), textLines(500)]).nullish(),
  lines: z.array(lineBody).min(1).max(1000),
});

/** A document has one recipient: written into it, or a party on record. */
export function hasOneRecipient(body: { party?: unknown; partyId?: string | null | undefined }): boolean {
  return (body.party === undefined) !== (body.partyId == null);
}

export const oneRecipient = {
  error: "either party or partyId is wanted",
  path: ["party"],
  params: { code: "one_recipient" },
};

/** What may still change on a posted voucher. */
export const amendBody = z.strictObject({
  narration: z.union([z.literal(""), textLines(500)]).optional(),
  reference: z.union([z.literal(""), text(50)]).optional(),
}).meta({ id: "VoucherAmendment" });

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
  q: z.string().trim().min(1).max(50).optional().meta({ description: "in the number or the party's name" }),
  ...pageQuery,
});

export type ListQuery = z.infer<typeof listQuery>;
