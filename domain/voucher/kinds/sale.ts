import { z } from "zod";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/**
 * A sale that leaves its document to the law (billing.kind_of_sale): bill of supply, retail invoice, export invoice,
 * invoice-cum-bill of supply or tax invoice. The voucher says which it became.
 */
export const sale = salesBody.extend({
  type: z.literal("sale").optional(),
  withLut: z.boolean().optional(),
  deemedExport: z.boolean().optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "Sale" });
