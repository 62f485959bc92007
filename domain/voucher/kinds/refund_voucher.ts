import { z } from "zod";
import { namesItsOriginal, noteBody, originalWanted } from "../schema.ts";

/** Refund voucher (rule 51): an advance paid back, with the tax of it. */
export const refundVoucher = noteBody.omit({ goodsReturned: true, transport: true }).extend({
  type: z.literal("refund_voucher"),
  accountId: z.uuid().optional().meta({ description: "the ledger the money went out of; the bank's where left out" }),
}).refine(namesItsOriginal, originalWanted).meta({ id: "RefundVoucher" });
