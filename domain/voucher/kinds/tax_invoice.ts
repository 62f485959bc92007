import { z } from "zod";
import { advances } from "../money.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/**
 * Tax invoice (CGST Act s.31, rule 46). `withLut` makes a supply to an SEZ unit or developer zero-rated without tax;
 * `deemedExport` is a supply s.147 notifies.
 */
export const taxInvoice = salesBody.extend({
  type: z.literal("tax_invoice"),
  advances: advances.optional(),
  withLut: z.boolean().optional(),
  deemedExport: z.boolean().optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "TaxInvoice" });
