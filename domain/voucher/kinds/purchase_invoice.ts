import { z } from "zod";
import { day, text } from "../../shared/fields.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/**
 * A supplier's invoice, booked with its input credit. `party` is the supplier; the number is our own, the supplier's is
 * `supplierInvoiceNumber`. `reverseCharge`: the supplier charges no tax, we owe it and take the credit.
 */
export const purchaseInvoice = salesBody.extend({
  type: z.literal("purchase_invoice"),
  dispatchFrom: salesBody.shape.dispatchFrom.meta({
    description: "where the goods leave, if not at the supplier: of an import its port",
  }),
  supplierInvoiceNumber: text(16).optional(),
  supplierInvoiceDate: day().optional(),
  billOfEntry: z.strictObject({ number: text(16), date: day() }).optional().meta({
    description: "of an import: the document its goods leave customs with",
  }),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "PurchaseInvoice" });
