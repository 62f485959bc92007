import { z } from "zod";
import { advances } from "../money.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Invoice-cum-bill of supply (rule 46A): taxable and exempt lines together, to the unregistered only. */
export const invoiceCumBillOfSupply = salesBody.extend({
  type: z.literal("invoice_cum_bill_of_supply"),
  advances: advances.optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "InvoiceCumBillOfSupply" });
