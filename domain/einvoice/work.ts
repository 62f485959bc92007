/** Registers the tenant's due e-invoices with the portal: {tenantId}. The rows are the queue; this only wakes a worker. */
export const generateIrn = "einvoice.generate_irn";

/** Cancels one IRN at the portal: {tenantId, cancellationId}. */
export const cancelIrn = "einvoice.cancel_irn";
