/** What each job is called by people: those the requirements name keep their name. */
const titles: Record<string, string> = {
  "audit.seal_events": "Audit Trail Seal",
  "core.forget_requests": "Housekeeping of requests and runs",
  "einvoice.generate_irn": "E-Invoice Batch Generate",
  "einvoice.retry_failed": "E-Invoice Retry Failed",
  "einvoice.refresh_tokens": "E-Invoice Token Refresh (both portals)",
  "einvoice.cancel_irn": "E-Invoice Cancel",
  "einvoice.adopt": "E-Invoice Adopt by Hand",
  "einvoice.watch_deadlines": "E-Invoice Deadline Watch",
  "ewaybill.generate": "E-Way Bill Generate",
  "ewaybill.generate_by_irn": "E-Way Bill Generate by IRN",
  "ewaybill.change": "E-Way Bill Change (vehicle, transporter, extension, cancellation, …)",
  "ewaybill.sweep_changes": "E-Way Bill Changes Left Open",
  "ewaybill.extend_due": "E-Way Bill Extension",
  "ewaybill.list_received": "E-Way Bills Made by Others",
  "ewaybill.find_received": "E-Way Bill of Today Made by Others",
  "ewaybill.watch_expiry": "E-Way Bill Expiry Watch",
  "notify.send_mail": "Notification Mail",
  "notify.deliver_events": "Webhook Delivery",
  "payout.mail_otps": "One-Time Password Mail",
  "payout.store_documents": "Partner Invoices to the Object Store",
  "payout.watch_payments": "Payments Not Reported Watch",
  "ops.make_partitions": "Months of Portal Calls",
};

/** A job's name for a person; the job's own where it has none. */
export function titleOf(job: string): string {
  return titles[job] ?? job;
}
