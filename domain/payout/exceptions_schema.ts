import { z } from "zod";
import { amount, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

export const exceptionStatuses = ["OPEN", "ASSIGNED", "RESOLVED"] as const;

export const exceptionsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum([...exceptionStatuses, "UNRESOLVED"]).optional()
    .meta({ description: "UNRESOLVED: those that wait, OPEN and ASSIGNED; without it all" }),
  classification: z.string().regex(/^[A-Z_]{1,40}$/, "a classification as AMOUNT_MISMATCH is wanted").optional(),
  reconciliationId: z.string().regex(/^(?:rec_)?[1-9]\d{0,17}$/, "a reconciliation's id as rec_456 is wanted")
    .optional(),
});
export type ExceptionsQuery = z.infer<typeof exceptionsQuery>;

const reason = () => text(300);
const utrNumber = () =>
  z.string().trim().toUpperCase().regex(/^[A-Z0-9]{6,35}$/, "a bank's reference has 6 to 35 letters and digits");
const invoiceId = () =>
  z.string().regex(/^(?:inv_)?[1-9]\d{0,17}$/, "an invoice's id as inv_12345 is wanted")
    .transform((id) => id.replace("inv_", ""));

export const resolveBody = z.discriminatedUnion("resolution", [
  z.strictObject({
    resolution: z.literal("allocate"),
    amount: amount().optional().meta({ description: "rupees of what the row paid; all of it unless told" }),
    reason: reason().optional(),
  }),
  z.strictObject({ resolution: z.literal("write_off"), reason: reason() }),
  z.strictObject({ resolution: z.literal("link_to_invoice"), invoiceId: invoiceId(), reason: reason().optional() }),
  z.strictObject({
    resolution: z.literal("accept_status"),
    utrNumber: utrNumber().optional().meta({ description: "learned from the bank, where the row has none" }),
    reason: reason().optional(),
  }),
  z.strictObject({ resolution: z.literal("ignore_with_reason"), reason: reason() }),
  z.strictObject({ resolution: z.literal("raise_with_bank"), reason: reason() }),
]).meta({ id: "ExceptionResolution" });
export type ResolveBody = z.infer<typeof resolveBody>;
