import { z } from "zod";
import { pageQuery } from "../shared/page.ts";

export const reconciliationStatuses = ["previewed", "applied", "held"] as const;
export const settlementBuckets = ["settled", "failed", "pending", "returned", "no_effect", "exception"] as const;

export const reconciliationsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(reconciliationStatuses).optional(),
  month: z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, "a month as 2024-11 is wanted").optional()
    .meta({ description: "of the payouts: the upload's own, else of a bank file it is about" }),
});
export type ReconciliationsQuery = z.infer<typeof reconciliationsQuery>;

export const reconciliationRowsQuery = z.strictObject({
  ...pageQuery,
  bucket: z.enum(settlementBuckets).optional().meta({ description: "where the rows are counted" }),
  classification: z.string().regex(/^[A-Z_]{1,40}$/, "a class as AMOUNT_MISMATCH is wanted").optional()
    .meta({ description: "what the rows were taken for" }),
});
export type ReconciliationRowsQuery = z.infer<typeof reconciliationRowsQuery>;
