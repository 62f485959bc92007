import { days, registration, type Report, taxColumns } from "./report.ts";

export const hsnSummary: Report = {
  name: "hsn-summary",
  title: "HSN summary",
  about: "Outward supplies by HSN, unit and rate, registered recipients and others apart (table 12 of GSTR-1)",
  parameters: { ...days, gstin: registration },
  rows: "reports.hsn_summary",
  columns: {
    partyClass: "text",
    hsn: "text",
    description: "text",
    uqc: "text",
    gstRate: "number",
    quantity: "number",
    ...taxColumns,
    totalAmount: "money",
  },
  totals: [...Object.keys(taxColumns), "totalAmount"],
};
