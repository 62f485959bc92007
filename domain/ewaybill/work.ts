/** Makes the tenant's due e-way bills at the portal: {tenantId}. The rows are the queue; this only wakes a worker. */
export const generateBills = "ewaybill.generate";

/**
 * Makes those of the tenant's due bills that go through the invoice portal: {tenantId}. What it does stands in
 * domain/einvoice, which signs in there.
 */
export const generateBillsByIrn = "ewaybill.generate_by_irn";

/** Asks the portal for one change of a bill: {tenantId, changeId}. */
export const changeBill = "ewaybill.change";

/** Marks bills past their validity, and tells of those that soon are. */
export const watchExpiry = "ewaybill.watch_expiry";

/** Takes up changes that nobody has in hand any more, and hands to a person what stays unknown. */
export const sweepChanges = "ewaybill.sweep_changes";

/** Asks for planned extensions whose window is open. */
export const extendDue = "ewaybill.extend_due";

/**
 * Asks the portal for a bill by its number, whoever made it, before it is listed: {tenantId, lookupId, number}. The calls
 * are kept under the lookupId, by which who waits sees that they are made.
 */
export const findReceived = "ewaybill.find_received";

/** Lists the bills others made on the company's GSTINs. */
export const listReceivedBills = "ewaybill.list_received";
