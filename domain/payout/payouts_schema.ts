import { z } from "zod";
import { money, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";
import { destinationId } from "./partners_schema.ts";

const flag = () => z.enum(["true", "false"]).default("false").transform((value) => value === "true");

/** `POST /api/admin/partners/import` */
export const partnerImportQuery = z.strictObject({ preview: flag().meta({ description: "judge and store nothing" }) });

/** `POST /api/admin/payouts/import` */
export const payoutImportQuery = z.strictObject({
  preview: flag().meta({ description: "judge and store nothing" }),
  skipRefused: flag().meta({ description: "take the good rows and keep why the others were left out" }),
});

export const importsQuery = z.strictObject(pageQuery);
export type ImportsQuery = z.output<typeof importsQuery>;

const month = () => z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, "a month is like 2024-11");

/** `GET /api/admin/payouts` */
export const payoutsQuery = z.strictObject({
  ...pageQuery,
  month: month().optional(),
  destinationId: destinationId().optional(),
});
export type PayoutsQuery = z.output<typeof payoutsQuery>;

/** `PUT /api/admin/payout-reasons` */
export const reasonBody = z.strictObject({
  category: z.enum(["trail", "upfront"]),
  reasonForPayment: z.string().regex(/^[a-z0-9][a-z0-9_]{0,99}$/, "a reason is like base_referral"),
  isEligibleForGst: z.boolean().meta({ description: "holds for the reason in every category" }),
  paymentType: text(50).nullish(),
  description: text(200).nullish(),
  isActive: z.boolean().default(true),
}).meta({
  id: "PayoutReason",
  examples: [{
    category: "trail",
    reasonForPayment: "base_referral",
    isEligibleForGst: true,
    paymentType: "COMMISSION",
  }],
});
export type ReasonBody = z.output<typeof reasonBody>;

/** `PUT /api/admin/payout-settings`; the whole is sent. */
export const payoutSettingsBody = z.strictObject({
  payableBasis: z.enum(["GST_ONLY", "FULL"]).meta({
    description: "what bank files pay: the tax, or the whole invoice",
  }),
  secondPerson: z.boolean().meta({ description: "a bank file is approved by somebody other than who made it" }),
  twoApprovalsAboveFile: money(),
  twoApprovalsAboveLine: money(),
  applyBySecondPerson: z.boolean(),
  writeOffLimit: money(),
  bankChangeHoldHours: z.number().int().min(0).max(720),
  returnWatchDays: z.number().int().min(0).max(90),
  bankProfile: text(40),
  bankClientCode: z.string().regex(/^[A-Z0-9]{1,10}$/, "1 to 10 capital letters and digits").nullish(),
  booksInvoices: z.boolean(),
}).meta({ id: "PayoutSettings" });
export type PayoutSettings = z.output<typeof payoutSettingsBody>;
