/** Makes the tenant's due e-way bills at the portal: {tenantId}. The rows are the queue; this only wakes a worker. */
export const generateBills = "ewaybill.generate";

/**
 * Makes those of the tenant's due bills that go through the invoice portal: {tenantId}. What it does stands in
 * domain/einvoice, which signs in there.
 */
export const generateBillsByIrn = "ewaybill.generate_by_irn";

/** Asks the portal for one change of a bill: {tenantId, changeId}. */
export const changeBill = "ewaybill.change";

/** Marks bills past their validity. */
export const watchExpiry = "ewaybill.watch_expiry";
