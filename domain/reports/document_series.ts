import { atInstant, days, registration, type Report } from "./report.ts";

export const documentSeries: Report = {
  name: "document-series",
  title: "Documents issued",
  about: "Runs of numbers without a hole, with those cancelled among them (table 13 of GSTR-1)",
  parameters: { ...days, gstin: registration, at: atInstant },
  rows: "reports.document_series",
  columns: {
    nature: "count",
    document: "text",
    series: "text",
    from: "text",
    to: "text",
    total: "count",
    cancelled: "count",
    net: "count",
  },
  totals: ["total", "cancelled", "net"],
};
