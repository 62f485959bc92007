/** Moves printed invoices to the object store: {tenantId}. Every five minutes, and when one was generated or signed. */
export const storeDocuments = "payout.store_documents";

/** Mails one-time passwords to the partners who asked for them: {tenantId}. At once, and every minute. */
export const mailOtps = "payout.mail_otps";

/** Tells of payments that a bank has not reported within two working days: {tenantId}. Every hour. */
export const watchPayments = "payout.watch_payments";
