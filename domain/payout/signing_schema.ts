import { z } from "zod";

const destinationId = z.string().regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  "a destination as the payout system names it",
)
  .meta({ examples: ["75c6b6c6-4ff2-415b-b793-7ab2343e2c21"] });

/** `POST /api/partner/invoice/{invoiceId}/request-otp` */
export const requestOtpBody = z.strictObject({ destinationId });
export type RequestOtp = z.output<typeof requestOtpBody>;

/** `POST /api/partner/invoice/{invoiceId}/verify-otp` */
export const verifyOtpBody = z.strictObject({
  destinationId,
  otpId: z.string().regex(/^otp_\d{1,15}$/, "the otpId of request-otp is wanted").meta({ examples: ["otp_67890"] }),
  otpCode: z.string().regex(/^\d{6}$/, "six digits are wanted").meta({ examples: ["483921"] }),
});
export type VerifyOtp = z.output<typeof verifyOtpBody>;

const instant = () => z.iso.datetime({ offset: true });

export const otpRequestedSchema = z.object({
  otpId: z.string(),
  invoiceId: z.string(),
  message: z.string(),
  otpSentTo: z.string().meta({ examples: ["raj***@email.com"] }),
  expiresAt: instant(),
  expiresIn: z.int().meta({ description: "seconds" }),
  attemptsRemaining: z.int(),
}).meta({
  id: "OtpRequested",
  examples: [{
    otpId: "otp_67890",
    invoiceId: "inv_12345",
    message: "OTP sent successfully",
    otpSentTo: "raj***@email.com",
    expiresAt: "2024-12-01T15:55:00Z",
    expiresIn: 600,
    attemptsRemaining: 3,
  }],
});

export const invoiceSignedSchema = z.object({
  success: z.literal(true),
  invoiceId: z.string(),
  invoiceNumber: z.string(),
  status: z.literal("submitted"),
  signedAt: instant(),
  signedIp: z.string().nullable(),
  signedPdfUrl: z.string(),
  message: z.string(),
}).meta({
  id: "PartnerInvoiceSigned",
  examples: [{
    success: true,
    invoiceId: "inv_12345",
    invoiceNumber: "INV/NOV24/001",
    status: "submitted",
    signedAt: "2024-12-01T15:42:30Z",
    signedIp: "103.45.67.89",
    signedPdfUrl: "/api/partner/invoice/inv_12345/pdf?type=signed",
    message: "Invoice signed successfully. Payment will be processed in the next batch.",
  }],
});

export const consentSchema = z.object({
  invoiceId: z.string(),
  language: z.enum(["en", "hi"]),
  text: z.string().meta({ description: "stored on the invoice, word for word, once it is signed" }),
  signed: z.boolean(),
}).meta({ id: "SigningConsent" });
