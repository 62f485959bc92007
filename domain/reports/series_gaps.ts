import { atInstant, type Report } from "./report.ts";

export const seriesGaps: Report = {
  name: "series-gaps",
  title: "Series gaps",
  about: "Numbers missing, shared by two series, used twice or unrecorded, as of any instant; empty where all is well",
  parameters: { at: atInstant },
  rows: "reports.series_gaps",
  columns: {
    problem: "text",
    voucherType: "text",
    series: "text",
    period: "text",
    from: "text",
    to: "text",
    count: "count",
  },
  totals: ["count"],
};
