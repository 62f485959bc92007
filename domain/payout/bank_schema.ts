import { z } from "zod";
import { text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

const payoutMonth = () => z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, "a month as 2024-11 is wanted");
const invoiceId = () =>
  z.string().regex(/^(?:inv_)?[1-9]\d{0,17}$/, "an invoice's id as inv_12345 is wanted")
    .transform((id) => id.replace("inv_", ""));
const invoiceIds = () => z.array(invoiceId()).min(1).max(20_000);

export const invoiceStatuses = ["submitted", "in_bank_file", "part_paid", "paid", "failed", "returned"] as const;
export const bankFileStatuses = [
  "generated",
  "approved",
  "sent_to_bank",
  "part_reconciled",
  "reconciled",
  "rejected",
  "cancelled",
] as const;

export const submittedQuery = z.strictObject({
  ...pageQuery,
  month: payoutMonth().optional(),
  status: z.enum(invoiceStatuses).optional().meta({ description: "submitted, where `unpaid` is not given either" }),
  unpaid: z.enum(["true", "false"]).transform((value) => value === "true").optional()
    .meta({ description: "true: everything signed that is not paid; false: what is paid" }),
  q: text(100).optional().meta({ description: "in the invoice's number or id, the destination, name or GSTIN" }),
});
export type SubmittedQuery = z.infer<typeof submittedQuery>;

export const exportBody = z.strictObject({
  month: payoutMonth().optional(),
  invoiceIds: invoiceIds().optional().meta({ description: "without them all that are submitted" }),
  format: z.enum(["csv"]).default("csv"),
  profile: text(64).optional().meta({ description: "the bank's layout; without it the company's own" }),
}).meta({ id: "BankFileRequest" });
export type ExportBody = z.infer<typeof exportBody>;

export const bankFilesQuery = z.strictObject({
  ...pageQuery,
  month: payoutMonth().optional(),
  status: z.enum(bankFileStatuses).optional(),
});
export type BankFilesQuery = z.infer<typeof bankFilesQuery>;

/** Which of a bank file's lines are shown. */
export const bankFileQuery = z.strictObject(pageQuery);
export type BankFileQuery = z.infer<typeof bankFileQuery>;

export const endBankFileBody = z.strictObject({ reason: text(300) }).meta({
  id: "BankFileEnding",
  examples: [{ reason: "made for the wrong month" }],
});

export const retryBody = z.strictObject({
  invoiceIds: invoiceIds().optional(),
  reconciliationId: z.string().regex(/^(?:rec_)?[1-9]\d{0,17}$/, "a reconciliation's id as rec_456 is wanted")
    .optional(),
}).refine(({ invoiceIds, reconciliationId }) => invoiceIds || reconciliationId, {
  error: "invoiceIds or a reconciliationId is wanted",
}).meta({ id: "RetryFailed" });
export type RetryBody = z.infer<typeof retryBody>;
