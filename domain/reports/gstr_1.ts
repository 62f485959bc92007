import { days, registration, type Report, taxColumns } from "./report.ts";

export const gstr1: Report = {
  name: "gstr-1",
  title: "GSTR-1",
  about: "What each section of the return comes to, credit notes taken off; the portal's JSON is gstr-1/return.json",
  parameters: { ...days, gstin: registration },
  rows: "reports.gstr_1",
  columns: { section: "text", class: "text", documents: "count", ...taxColumns, reverseChargeTax: "money" },
  totals: [...Object.keys(taxColumns), "reverseChargeTax"],
  isReturn: true,
};
