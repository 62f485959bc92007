import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  account_not_writable: {
    status: 409,
    message: "the account number does not fit this bank's layout: {maxLength} letters and digits at most",
  },
  csv_column_missing: { status: 400, message: "the file has no column {columns}" },
  csv_column_twice: { status: 400, message: "the column {column} stands in the header twice" },
  csv_has_nul: { status: 400, message: "the file holds bytes of zero; it is no text" },
  csv_no_rows: { status: 400, message: "the file has no rows" },
  csv_not_utf8: {
    status: 400,
    message: "the file is not UTF-8; save it again as CSV UTF-8, so that no letter is lost",
  },
  csv_quote_misplaced: { status: 400, message: "line {line}: a quote stands where a field has ended" },
  csv_quote_unclosed: { status: 400, message: "line {line}: a quote is opened and not closed" },
  csv_too_many_rows: { status: 400, message: "the file has more than {maxRows} rows; send it in parts" },
  destination_not_found: { status: 404, message: "there is no such destination of yours" },
  document_damaged: { status: 409, message: "what was kept of the document is not what it was; the operators know" },
  document_not_kept: { status: 404, message: "no {kind} document is kept of this invoice" },
  document_store_unavailable: { status: 503, message: "the store of documents does not answer now; try again" },
  nothing_to_export: {
    status: 409,
    message: "nothing can be paid: no invoice waits, or each of them was left out",
  },
  otp_mail_not_configured: {
    status: 409,
    message: "no mail server is configured here, so no one-time password can be sent: PAKKA_SMTP_URL",
  },
  otp_wrong: { status: 400, message: "the one-time password is wrong; {attemptsRemaining} attempts remain" },
  partner_import_refused: { status: 400, message: "{faults} cells of the file are refused; nothing was stored" },
  partner_invoice_not_signed: {
    status: 409,
    message: "{invoiceId} is not signed yet; ask for it as it was generated: {hint}",
  },
  payout_import_refused: { status: 400, message: "{refusedRows} rows of the file are refused; nothing was stored" },
  settlement_file_too_large: { status: 400, message: "a settlement file has {limit} bytes at most" },
});
