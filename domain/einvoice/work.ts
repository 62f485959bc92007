/** Registers the tenant's due e-invoices with the portal: {tenantId}. The rows are the queue; this only wakes a worker. */
export const generateIrn = "einvoice.generate_irn";

/** Makes refused e-invoices due again whose reason may have gone, and takes up what lost its job: {tenantId}. */
export const retryFailed = "einvoice.retry_failed";

/** Puts before a person what the portal is about to forget, or will soon not take any more: {tenantId}. */
export const watchDeadlines = "einvoice.watch_deadlines";

/** Verifies what a person brought of a document the portal has: {tenantId, adoptionId}. */
export const adopt = "einvoice.adopt";

/** Cancels one IRN at the portal, its e-way bill first: {tenantId, cancellationId}. */
export const cancelIrn = "einvoice.cancel_irn";

/** Renews the tenant's sessions at both portals that end soon: {tenantId}. Every half hour. */
export const refreshTokens = "einvoice.refresh_tokens";
