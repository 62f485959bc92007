export { readSigning } from "./signing_state.ts";
export { type DocumentKind, keepDocument, openDocument } from "./documents.ts";
export { documentStore, type ObjectStore } from "./store.ts";
export { type Stored, storeDue, storeSoon } from "./store_documents.ts";
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
export {
  cancelPartnerInvoice,
  generateInvoice,
  invoiceData,
  invoicesOfPartner,
  listPartnerInvoices,
  readPartnerInvoice,
} from "./partner_invoices.ts";
export {
  cancelPartnerInvoiceBody,
  generatePartnerInvoiceBody,
  invoiceDataQuery,
  partnerInvoiceAnswer,
  partnerInvoiceDetails,
  partnerInvoicesAnswer,
  partnerInvoicesQuery,
  partnerPdfQuery,
} from "./partner_invoices_schema.ts";
export { invoicePdf, invoicePicture, type Paper, receiptPdf } from "./partner_papers.ts";
export { exportBankFile } from "./bank_export.ts";
export {
  approveBankFile,
  type BankFileDownload,
  downloadBankFile,
  endBankFile,
  listBankFiles,
  markSent,
  readBankFile,
  retryFailed,
} from "./bank_files.ts";
export {
  bankFileQuery,
  bankFilesQuery,
  bankFileStatuses,
  endBankFileBody,
  exportBody,
  invoiceStatuses,
  retryBody,
  submittedQuery,
} from "./bank_schema.ts";
export { listSubmitted } from "./submitted.ts";
export { listBankProfiles, previewBankFile, weighSelection } from "./export_preview.ts";
export { readPayoutOverview } from "./overview.ts";
export { applyReconciliation, reconcilePayment, type SettlementAsked } from "./reconcile.ts";
export { type Download, failedCsv } from "./failed_csv.ts";
export { listReconciliations, readReconciliation, reconciliationPdf, reconciliationRows } from "./reports.ts";
export {
  reconciliationRowsQuery,
  reconciliationsQuery,
  reconciliationStatuses,
  settlementBuckets,
} from "./reports_schema.ts";
export { settlementFields } from "./settlement_fields.ts";
export { listPartners, putPartner, readPartner } from "./partners.ts";
export { newPartnerBody, partnerAnswer, partnerBody, partnersQuery } from "./partners_schema.ts";
export { importPartners } from "./partner_import.ts";
export { importPayouts, listImports, listPayouts } from "./payouts_import.ts";
export {
  importsQuery,
  partnerImportQuery,
  payoutImportQuery,
  payoutSettingsBody,
  payoutsQuery,
  reasonBody,
} from "./payouts_schema.ts";
export { listReasons, putReason } from "./reasons.ts";
export { putPayoutSettings, readPayoutSettings } from "./settings.ts";
export { readPartnerLanguage } from "./language.ts";
export { listExceptions, readException, resolveException } from "./exceptions.ts";
export {
  type ExceptionsQuery,
  exceptionsQuery,
  exceptionStatuses,
  type ResolveBody,
  resolveBody,
} from "./exceptions_schema.ts";
export { watchPaymentsNotReported } from "./watch_payments.ts";
export { watchPayments } from "./work.ts";
export { bankFileAnswer, bankFileDetails, exportAnswer, retryAnswer, submittedAnswer } from "./bank_answers.ts";
export { reconciliationAnswer, settlementAnswer } from "./settlement_answers.ts";
export { partnerExample, partnersExample, payoutsExample, settlementExample } from "./file_examples.ts";
