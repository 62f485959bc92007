import { z } from "zod";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Bill of supply (rule 49): exempt, nil rated and non-GST supplies, and all a composition dealer sells. */
export const billOfSupply = salesBody.omit({ reverseCharge: true }).extend({
  type: z.literal("bill_of_supply"),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "BillOfSupply" });
