/** What is read over the books: reports and returns. The figures are SQL's (sql/logic/reports). */
export { gstr1Return } from "./gstr1.ts";
export { listReports } from "./list.ts";
export type { Report } from "./report.ts";
export { reports } from "./reports.ts";
export { type Asked, runReport } from "./run.ts";
export { reportAnswer, reportListed, reportQuery, returnAnswer, returnQuery } from "./schema.ts";
