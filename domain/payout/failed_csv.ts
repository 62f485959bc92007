import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { csvLine } from "./spreadsheet.ts";

/** A list to be saved as a file, written while it is read. */
export interface Download {
  readonly fileName: string;
  readonly body: ReadableStream<Uint8Array>;
}

const columns = [
  "invoice_id",
  "invoice_number",
  "month",
  "destination_id",
  "partner_name",
  "account_number",
  "ifsc_code",
  "amount",
  "status",
  "failure_reason",
  "what_to_do",
  "utr_number",
  "payment_date",
  "bank_file_id",
  "attempt",
  "invoice_status",
  "line",
] as const;
const numbers = new Set<string>(["amount", "attempt", "line"]);
const piece = 5_000;

/**
 * Failed and returned payments of a settlement file, for people and their spreadsheets: UTF-8 with a mark, text in quotes
 * and none of it a formula, accounts masked. A hundred thousand rows are read so many at a time, each in a transaction of
 * its own, so that whoever reads slowly holds no connection. Refuses: reconciliation_unknown.
 */
export async function failedCsv(ctx: Context, id: string): Promise<Download> {
  const found = await withTenant(
    ctx,
    ({ sql }) => callOne(sql, "payout.find_reconciliation", { p_reconciliation_id: id }),
  );
  return {
    fileName: `failed_invoices_${found!.reconciliation_id}.csv`,
    body: failedLines(ctx, found!.file_id!),
  };
}

function failedLines(ctx: Context, fileId: string): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let after = 0;
  let begun = false;
  return new ReadableStream({
    async pull(to) {
      const rows = await withTenant(
        ctx,
        ({ sql }) => callRows(sql, "payout.failed_payments", { p_file_id: fileId, p_limit: piece, p_after: after }),
      );
      const lines = rows.map((row) =>
        csvLine(columns.map((name) => ({ text: row[name], isNumber: numbers.has(name) })))
      );
      const head = begun ? "" : "\ufeff" + csvLine(columns.map((name) => ({ text: name })));
      if (head || lines.length > 0) to.enqueue(text.encode(head + lines.join("")));
      begun = true;
      after = rows.at(-1)?.line_no ?? after;
      if (rows.length < piece) to.close();
    },
  }, { highWaterMark: 0 });
}
