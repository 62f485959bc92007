export { type DocumentKind, keepDocument, openDocument } from "./documents.ts";
export { documentStore, type ObjectStore } from "./store.ts";
export { type Stored, storeDue } from "./store_documents.ts";
export { storeDocuments } from "./work.ts";
export { mailDueOtps } from "./otp_mail.ts";
export { readConsent, requestOtp, type SigningDeps, verifyOtp } from "./signing.ts";
export {
  consentSchema,
  invoiceSignedSchema,
  otpRequestedSchema,
  requestOtpBody,
  verifyOtpBody,
} from "./signing_schema.ts";
export { mailOtps } from "./work.ts";
