import type { Context } from "../shared/context.ts";
import type { Paper } from "./partner_papers.ts";
import type { ReconciliationRowsQuery, ReconciliationsQuery } from "./reports_schema.ts";

/** A list to be saved as a file, written while it is read. */
export interface Download {
  readonly fileName: string;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * A reconciliation as the payout rules answer it: `{reconciliationId, bankFileId, month, processedAt, summary,
 * downloadUrls: {fullReport, failedInvoicesCsv}}`, and with it `status`, `fileName`, `sha256`, `profile`, `uploadedBy`,
 * `uploadedAt`, `appliedBy`, `appliedAt`, `heldBecause`, `control {rows, amounts, classes, exported, controlTotal,
 * bankFiles}`, `exceptions {open, resolved}` and `links`. `id` is rec_456 or 456. JSON text. Refuses: reconciliation_unknown.
 */
export function readReconciliation(_ctx: Context, _id: string): Promise<string> {
  throw new Error("on its way");
}

/** Settlement files, newest first: `{data: [as readReconciliation, without control], nextCursor}`. JSON text. */
export function listReconciliations(_ctx: Context, _query: ReconciliationsQuery): Promise<string> {
  throw new Error("on its way");
}

/**
 * Rows of a settlement file in its order: `{reconciliationId, rows: [{line, bucket, classification, means, whatToDo,
 * severity, invoiceId, invoiceNumber, destinationId, partnerName, account, utrNumber, amount, expectedAmount, difference,
 * paymentDate, status, remarks, warnings, exception: {id, status, resolution, reason}|null}], nextCursor}`. JSON text.
 * Refuses: reconciliation_unknown.
 */
export function reconciliationRows(_ctx: Context, _id: string, _query: ReconciliationRowsQuery): Promise<string> {
  throw new Error("on its way");
}

/** Failed and returned payments for people and their spreadsheets. Refuses: reconciliation_unknown. */
export function failedCsv(_ctx: Context, _id: string): Promise<Download> {
  throw new Error("on its way");
}

/** The report on paper. The same state of things gives the same bytes. Refuses: reconciliation_unknown. */
export function reconciliationPdf(_ctx: Context, _id: string): Promise<Paper> {
  throw new Error("on its way");
}
