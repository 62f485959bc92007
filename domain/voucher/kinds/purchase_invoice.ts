import { z } from "zod";
import { day, text } from "../../shared/fields.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/**
 * A supplier's invoice, booked with its input credit. `party` is the supplier; the number is our own, the supplier's is
 * `supplierInvoiceNumber`. `reverseCharge`: the supplier charges no tax, we owe it and take the credit.
 */
export const purchaseInvoice = salesBody.omit({ dispatchFrom: true }).extend({
  type: z.literal("purchase_invoice"),
  supplierInvoiceNumber: text(16).optional(),
  supplierInvoiceDate: day().optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "PurchaseInvoice" });
