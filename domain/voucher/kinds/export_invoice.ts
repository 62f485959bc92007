import { z } from "zod";
import { countryCode, day, decimal, text } from "../../shared/fields.ts";
import { advances } from "../money.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Rates and discounts of the lines are in `currency`; the books, and every other amount answered, in rupees. */
const exportDetails = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency is three capital letters (ISO 4217)").default("INR"),
  exchangeRate: decimal(6, 6).optional().meta({ description: "rupees for one unit of the currency" }),
  withLut: z.boolean().default(false).meta({ description: "without payment of tax, under a letter of undertaking" }),
  lutArn: text(30).optional(),
  shippingBillNumber: z.string().regex(
    /^[0-9A-Z]{3,20}$/,
    "a shipping bill number is 3 to 20 capital letters and digits",
  ).optional(),
  shippingBillDate: day().optional(),
  portCode: z.string().regex(/^IN[A-Z0-9]{4}$/, "a port code is like INABG1").optional(),
  countryCode: countryCode().optional(),
});

/** Export invoice (IGST Act s.16, rule 96A): zero-rated under a letter of undertaking, else IGST that is refunded. */
export const exportInvoice = salesBody.omit({ reverseCharge: true }).extend({
  type: z.literal("export_invoice"),
  advances: advances.optional(),
  export: exportDetails.default({ currency: "INR", withLut: false }),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "ExportInvoice" });
