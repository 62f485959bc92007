import { z } from "zod";
import { hasOneForm, hasOneOther, oneForm, oneOther, paidBody } from "../money.ts";

/**
 * Receipt: money that came in. `allocations` say which invoices it settles; those in a foreign currency are settled at
 * their own rate, and what the bank gave more or less is gain or loss of exchange. The rest stays on account.
 */
export const receipt = paidBody.extend({
  type: z.literal("receipt"),
}).refine(hasOneForm, oneForm).refine(hasOneOther, oneOther).meta({ id: "Receipt" });
