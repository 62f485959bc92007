import { callJson, callOne } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter, pageJson, pageMembers } from "../shared/page.ts";
import { paper } from "../print/mod.ts";
import type { Paper } from "./partner_papers.ts";
import type { ReconciliationRowsQuery, ReconciliationsQuery } from "./reports_schema.ts";

/** How many rows a list of the printed report has; the others are told by number, and are all under rows. */
const printedRows = 100;

/**
 * A reconciliation as the payout rules answer it: `{reconciliationId, bankFileId, month, processedAt, summary,
 * downloadUrls: {fullReport, failedInvoicesCsv}}`, and with it `status`, `heldBecause`, `fileName`, `sha256`, `profile`,
 * `bank`, `bankFiles`, `uploadedBy`, `uploadedAt`, `appliedBy`, `appliedAt`, `exceptions {open, resolved}`, `links`, and
 * `control {rows, amounts, classes, exported, controlTotal, bankFiles}` as it held when the file was applied. `id` is
 * rec_456 or 456. JSON text. Refuses: reconciliation_unknown.
 */
export async function readReconciliation(ctx: Context, id: string): Promise<string> {
  const asked = { p_reconciliation_id: id };
  return await withTenant(ctx, async ({ sql }) => (await callJson(sql, "payout.read_reconciliation", asked))!);
}

/** Settlement files, newest first: `{data: [as readReconciliation, without control], nextCursor}`. JSON text. */
export async function listReconciliations(ctx: Context, query: ReconciliationsQuery): Promise<string> {
  const after = keysAfter(query.cursor, ["count"]);
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ no: string; json: string }[]>`
      select public_no as no, document::text as json from payout.reconciliations_page(${query.limit + 1}, ${
      query.status ?? null
    }, ${query.month ?? null}, ${after?.[0] ?? null})`);
  return pageJson(rows.map(({ no, json }) => ({ keys: [no], json })), query.limit);
}

/**
 * Rows of a settlement file in its order: `{reconciliationId, rows: [{line, bucket, classification, severity, means,
 * whatToDo, invoiceId, invoiceNumber, month, destinationId, partnerName, invoiceStatus, bankFileId, attempt, account,
 * ifscCode, utrNumber, amount, expectedAmount, difference, paymentDate, status, remarks, failureClass, warnings,
 * exception: {id, status, resolution, reason, resolvedBy, resolvedAt} | null}], nextCursor}`. An amount that could not be
 * read is a text, as it came. JSON text. Refuses: reconciliation_unknown.
 */
export async function reconciliationRows(ctx: Context, id: string, query: ReconciliationRowsQuery): Promise<string> {
  const { bucket = null, classification = null, limit } = query;
  const after = keysAfter(query.cursor, ["count"]);
  return await withTenant(ctx, async (tx) => {
    const file = await find(tx, id);
    const rows = await tx.sql<{ no: number; json: string }[]>`
      select line_no as no, document::text as json from payout.reconciliation_rows_page(
        ${file.fileId}, ${limit + 1}, ${bucket}, ${classification}, ${after?.[0] ?? null})`;
    const page = pageMembers(rows.map(({ no, json }) => ({ keys: [String(no)], json })), limit);
    return `{"reconciliationId":"${file.name}","rows":${page}}`;
  });
}

/**
 * The report on paper: totals, the control equations, and what failed, waits for a decision, or was not told of. The same
 * state of things gives the same bytes. Refuses: reconciliation_unknown.
 */
export async function reconciliationPdf(ctx: Context, id: string, most = printedRows): Promise<Paper> {
  const printed = await withTenant(ctx, async (tx) => {
    const file = await find(tx, id);
    const json = await callJson(tx.sql, "payout.print_reconciliation", { p_file_id: file.fileId, p_most: most });
    return { json: json!, name: file.name };
  });
  return { fileName: `reconciliation_${printed.name}.pdf`, bytes: paper("reconciliation", printed.json, null, [""]) };
}

async function find({ sql }: TenantTransaction, id: string): Promise<{ fileId: string; name: string }> {
  const found = (await callOne(sql, "payout.find_reconciliation", { p_reconciliation_id: id }))!;
  return { fileId: found.file_id!, name: found.reconciliation_id! };
}
