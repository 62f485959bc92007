import { asOf, partyId, type Report } from "./report.ts";

export const outstanding: Report = {
  name: "outstanding",
  title: "Outstanding",
  about: "Open invoices at the end of a day, receivable and payable, with their age in days",
  parameters: { asOf, partyId },
  rows: "reports.outstanding",
  columns: {
    flow: "text",
    party: "text",
    voucherType: "text",
    number: "text",
    date: "day",
    ageDays: "count",
    totalAmount: "money",
    settledAmount: "money",
    creditedAmount: "money",
    advanceAmount: "money",
    outstandingAmount: "money",
    creditAmount: "money",
    voucherId: "id",
    partyId: "id",
  },
  totals: ["outstandingAmount", "creditAmount"],
};
