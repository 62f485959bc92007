/** What webhooks are told of. SQL raises them (`ops.raise_events`), beside the fact and in its transaction. */
export const eventTypes = [
  "e_invoice.generated",
  "e_invoice.failed",
  "e_invoice.cancelled",
  "e_way_bill.generated",
  "e_way_bill.vehicle_told",
  "e_way_bill.extended",
  "e_way_bill.expiring",
  "e_way_bill.expired",
  "e_way_bill.failed",
  "e_way_bill.cancelled",
  "e_way_bill.rejected",
  "partner_invoice.signed",
  "partner_invoice.paid",
  "partner_invoice.failed",
  "partner_invoice.returned",
  "notification.raised",
] as const;
