import { z } from "zod";
import { email, lines, pan, phone, pincode, stateCode, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

/** What the payout system calls a partner. Capitals count. */
export const destinationId = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "a destination id has 1 to 64 letters, digits, . _ -");

/** A number as it is shown: six X and the last four. Sent back, it stands for the account that is there. */
export const maskedNumber = /^X{6}[A-Z0-9]{1,4}$/;
/** What a spreadsheet makes of a long number, having dropped its digits. */
const mangledNumber = /^\d([.,]\d+)?E\+?\d+$/i;

const accountNumber = z.string().max(60)
  .transform((number) => number.replace(/[\s\u00A0-]/g, "").toUpperCase())
  .refine((number) => !mangledNumber.test(number), {
    error: "a spreadsheet dropped digits of this number; format the column as text and enter it again",
    params: { code: "account_number_mangled" },
    abort: true,
  })
  .refine((number) => /^[A-Z0-9]{6,34}$/.test(number), {
    error: "an account number has 6 to 34 letters and digits",
    params: { code: "account_number_malformed" },
  })
  .meta({ description: "all of it, or as it is shown to keep it: XXXXXX7890" });

const ifscCode = z.string().max(20).transform((code) => code.trim().toUpperCase())
  .refine((code) => /^[A-Z]{4}0[A-Z0-9]{6}$/.test(code), {
    error: "an IFSC is like HDFC0001234",
    params: { code: "ifsc_malformed" },
  });

const fields = {
  partnerName: text(100),
  gstNumber: text(20).nullish().meta({ description: "GSTIN; who has none may charge no GST" }),
  gstStatus: z.enum(["active", "suspended", "cancelled"]).optional().meta({ description: "active unless told" }),
  pan: pan().nullish().meta({ description: "of the GSTIN unless told" }),
  stateCode: stateCode().nullish().meta({ description: "of the GSTIN unless told" }),
  address: lines(200),
  city: text(100).nullish(),
  pincode: pincode().nullish(),
  email: email().meta({ description: "one-time passwords go here and nowhere else" }),
  phone: phone().nullish(),
  language: z.enum(["en", "hi"]).optional(),
  blockedReason: text(200).nullish().meta({ description: "why nothing is paid to this partner; null: it is" }),
  accountHolder: text(100).nullish().meta({ description: "the partner's name unless told" }),
  accountNumber: accountNumber.nullish(),
  ifscCode: ifscCode.nullish(),
};

const hasAccountWhole = (partner: { accountNumber?: string | null; ifscCode?: string | null }) =>
  (partner.accountNumber ?? null) === null ? (partner.ifscCode ?? null) === null : (partner.ifscCode ?? null) !== null;
const incomplete = {
  error: "account number and IFSC go together",
  path: ["ifscCode"],
  params: { code: "bank_account_incomplete" },
};

/** `POST /api/admin/partners` */
export const newPartnerBody = z.strictObject({ destinationId: destinationId(), ...fields })
  .refine(hasAccountWhole, incomplete).meta({ id: "NewPartner" });
/** `PUT /api/admin/partners/{destinationId}` */
export const partnerBody = z.strictObject(fields).refine(hasAccountWhole, incomplete).meta({ id: "PartnerChange" });
export type NewPartner = z.output<typeof newPartnerBody>;
export type PartnerBody = z.output<typeof partnerBody>;

export const partnersQuery = z.strictObject({
  ...pageQuery,
  q: z.string().min(1).max(100).optional().meta({
    description: "part of the name, or a destination id or GSTIN whole",
  }),
});
export type PartnersQuery = z.output<typeof partnersQuery>;

/** A partner as it is answered. */
export const partnerAnswer = z.object({
  destinationId: z.string(),
  partnerName: z.string(),
  gstNumber: z.string().nullable(),
  gstStatus: z.enum(["active", "suspended", "cancelled"]),
  pan: z.string().nullable(),
  stateCode: z.string(),
  state: z.string().nullable(),
  address: z.string(),
  city: z.string().nullable(),
  pincode: z.string().nullable(),
  email: z.string(),
  phone: z.string().nullable(),
  language: z.enum(["en", "hi"]),
  blockedReason: z.string().nullable(),
  blockedAt: z.string().nullable(),
  accountHolder: z.string().nullable(),
  accountNumber: z.string().nullable().meta({ description: "masked: XXXXXX7890" }),
  ifscCode: z.string().nullable(),
  accountEnteredAt: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
}).meta({ id: "Partner" });
