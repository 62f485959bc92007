import { days, registration, type Report, taxColumns } from "./report.ts";

export const gstSummary: Report = {
  name: "gst-summary",
  title: "GST summary",
  about:
    "Tax by direction (outward, inward, reverse charge), class of supply and rate; the totals give the net by head",
  parameters: { ...days, gstin: registration },
  rows: "reports.gst_summary",
  columns: { direction: "text", class: "text", gstRate: "number", ...taxColumns, taxAmount: "money" },
  totals: { from: "rows", by: "reports.gst_summary_totals" },
};
