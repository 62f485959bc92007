import { z } from "zod";
import { day } from "../../shared/fields.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/**
 * Invoice we issue to ourselves for what an unregistered supplier sold us under reverse charge (CGST Act s.31(3)(f),
 * rule 47A: within 30 days of receipt). Books the purchase, the tax we owe and its credit.
 */
export const selfInvoice = salesBody.omit({ dispatchFrom: true, reverseCharge: true }).extend({
  type: z.literal("self_invoice"),
  receivedOn: day().optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "SelfInvoice" });
