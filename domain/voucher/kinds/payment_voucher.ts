import { z } from "zod";
import { allocations } from "../money.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Payment voucher (rule 52): what we issue when paying a supplier under reverse charge. */
export const paymentVoucher = salesBody.omit({ shipTo: true, dispatchFrom: true, transport: true, reverseCharge: true })
  .extend({
    type: z.literal("payment_voucher"),
    accountId: z.uuid().optional().meta({ description: "the ledger the money went out of; the bank's where left out" }),
    allocations: allocations.optional(),
  }).refine(hasOneRecipient, oneRecipient).meta({ id: "PaymentVoucher" });
