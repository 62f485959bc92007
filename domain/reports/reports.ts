import { dayBook } from "./day_book.ts";
import { documentSeries } from "./document_series.ts";
import { gstSummary } from "./gst_summary.ts";
import { gstr1 } from "./gstr_1.ts";
import { hsnSummary } from "./hsn_summary.ts";
import { ledgerStatement } from "./ledger_statement.ts";
import { outstanding } from "./outstanding.ts";
import type { Report } from "./report.ts";
import { seriesGaps } from "./series_gaps.ts";
import { stockSummary } from "./stock_summary.ts";
import { trialBalance } from "./trial_balance.ts";

/** Every report there is, by name. A new one: its SQL function, its file here, a line in this list, a test. */
export const reports: readonly Report[] = [
  dayBook,
  documentSeries,
  gstSummary,
  gstr1,
  hsnSummary,
  ledgerStatement,
  outstanding,
  seriesGaps,
  stockSummary,
  trialBalance,
];
