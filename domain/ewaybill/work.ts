/** Makes the tenant's due e-way bills at the portal: {tenantId}. The rows are the queue; this only wakes a worker. */
export const generateBills = "ewaybill.generate";

/** Asks the portal for one change of a bill: {tenantId, changeId}. */
export const changeBill = "ewaybill.change";

/** Marks bills past their validity. */
export const watchExpiry = "ewaybill.watch_expiry";
