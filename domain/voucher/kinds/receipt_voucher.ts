import { z } from "zod";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** Receipt voucher (rule 50): an advance for services, with the tax in it. The invoice that follows names it in `advances`. */
export const receiptVoucher = salesBody.omit({ shipTo: true, dispatchFrom: true, transport: true }).extend({
  type: z.literal("receipt_voucher"),
  accountId: z.uuid().optional().meta({ description: "the ledger the money came into; the bank's where left out" }),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "ReceiptVoucher" });
