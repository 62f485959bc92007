import { z } from "zod";
import { text } from "../../shared/fields.ts";
import { hasOneRecipient, lineBody, oneRecipient, salesBody } from "../schema.ts";

/** Why goods move without a supply (rule 55); decides the row of table 13 and the e-way bill's sub-type. */
export const challanPurposes = [
  "job_work",
  "job_work_return",
  "stock_transfer",
  "sale_on_approval",
  "liquid_gas",
  "sample",
  "exhibition",
  "own_use",
  "lines_sales",
  "recipient_not_known",
  "skd_ckd_lots",
  "others",
] as const;

/** Delivery challan (rule 55). With `originalVoucherId` the goods of an earlier challan come back. */
export const deliveryChallan = salesBody.omit({ reverseCharge: true, supplyDate: true, paymentDate: true }).extend({
  type: z.literal("delivery_challan"),
  purpose: z.enum(challanPurposes),
  reason: text(100).optional(),
  toGodownId: z.uuid().optional().meta({ description: "our own godown that receives the goods of a stock transfer" }),
  originalVoucherId: z.uuid().optional(),
  lines: z.array(lineBody).min(1).max(1000).optional(),
})
  .refine((body) => body.originalVoucherId !== undefined || hasOneRecipient(body), oneRecipient)
  .refine((body) => body.originalVoucherId !== undefined || body.lines !== undefined, {
    error: "lines are wanted",
    path: ["lines"],
    params: { code: "lines_missing" },
  })
  .meta({ id: "DeliveryChallan" });
