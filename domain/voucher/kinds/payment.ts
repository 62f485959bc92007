import { z } from "zod";
import { hasOneForm, hasOneOther, oneForm, oneOther, paidBody } from "../money.ts";

/** Payment: money that went out, to a party, for what it invoiced or a note gave back to it, or straight to a ledger. */
export const payment = paidBody.extend({
  type: z.literal("payment"),
}).refine(hasOneForm, oneForm).refine(hasOneOther, oneOther).meta({ id: "Payment" });
