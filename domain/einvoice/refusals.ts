import { defineRefusals } from "../shared/refusals.ts";

/** What this context refuses itself; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  e_invoice_refused: { status: 409, message: "the document is not registered: {message} ({code})" },
  adoption_refused: { status: 409, message: "what was brought cannot be taken: {code} {message}" },
  qr_of_cancelled_irn: {
    status: 409,
    message: "the e-invoice was cancelled; a print of its QR code would pass for a valid invoice",
  },
  irn_cancellation_refused: { status: 409, message: "the portal refused to cancel: {code} {message}" },
});
