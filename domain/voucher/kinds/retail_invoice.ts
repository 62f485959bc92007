import { z } from "zod";
import { advances } from "../money.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Simplified invoice to a consumer (rule 46(e) and (f)): a name will do up to the limit; the company's b2cAboveLimit above it. */
export const retailInvoice = salesBody.extend({
  type: z.literal("retail_invoice"),
  advances: advances.optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "RetailInvoice" });
