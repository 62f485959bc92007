import { Buffer } from "node:buffer";
import { callJson, callOne } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Upload } from "../shared/upload.ts";
import { type CsvBatch, type CsvForm, hashFile, readCsv } from "./csv_rows.ts";
import { refuse } from "./refusals.ts";

const largest = 32 * 1024 * 1024;
const mostRows = 100_000;

export interface SettlementAsked {
  /** Classified and stored, and nothing else changed. */
  readonly preview: boolean;
  readonly bankFileId?: string | undefined;
  readonly month?: string | undefined;
  /** The bank's layout; the company's own unless told. */
  readonly profile?: string | undefined;
}

/** A layout, as payout.settlement_form answers it. */
interface Form {
  readonly delimiter: string;
  readonly header: boolean;
  readonly columns: readonly { name: string; source: string | null; required: boolean }[];
}

/**
 * Takes a bank's settlement file: read, classified and applied whole or not at all, in one transaction. The same bytes
 * again are answered as before, with duplicate true; a preview of what is not applied is made anew; a previewed file is
 * applied by sending it without preview. Where another person must apply it, it is previewed only. JSON text. Refuses: settlement_file_too_large,
 * bank_profile_unknown, bank_file_not_found, settlement_file_mangled, settlement_file_has_no_rows, settlement_file_too_long,
 * what readCsv refuses.
 */
export async function reconcilePayment(ctx: Context, upload: Upload, asked: SettlementAsked): Promise<string> {
  if (upload.file.size > largest) throw refuse("settlement_file_too_large", { limit: largest }, "/settlementFile");
  const sha256 = await hashFile(upload.file);
  return await withTenant(ctx, async (tx) => {
    await allowTime(tx);
    const under = {
      p_profile: asked.profile ?? null,
      p_bank_file_id: asked.bankFileId ?? null,
      p_month: asked.month ?? null,
    };
    const opened = await callOne(tx.sql, "payout.open_settlement_file", {
      p_file_name: upload.fileName,
      p_sha256: Buffer.from(sha256),
      p_size: upload.file.size,
      ...under,
    });
    const { file_id: fileId, known_status: known, only_previewed: onlyPreviewed } = opened!;
    if (known === "previewed" && !asked.preview) return await applied(tx, await publicId(tx, fileId!));
    const afresh = known !== null && asked.preview
      ? (await callOne(tx.sql, "payout.preview_afresh", { p_file_id: fileId, ...under }))!.answer
      : known === null;
    if (afresh) {
      await takeIn(tx, fileId!, upload.file);
      await callOne(tx.sql, "payout.settle_file", { p_file_id: fileId, p_preview: asked.preview || onlyPreviewed });
    }
    return await answer(tx, fileId!, known !== null);
  });
}

/**
 * Applies a previewed file as it was seen. Refuses: reconciliation_unknown, settlement_file_held,
 * settlement_needs_second_person, settlement_preview_out_of_date.
 */
export async function applyReconciliation(ctx: Context, reconciliationId: string): Promise<string> {
  return await withTenant(ctx, async (tx) => {
    await allowTime(tx);
    return await applied(tx, reconciliationId);
  });
}

/** A hundred thousand rows take seconds; on a machine with much else to do, more than other statements are given. */
async function allowTime({ sql }: TenantTransaction): Promise<void> {
  await sql`set local statement_timeout = '3min'`;
}

async function applied(tx: TenantTransaction, reconciliationId: string): Promise<string> {
  const done = await callOne(tx.sql, "payout.apply_previewed", { p_reconciliation_id: reconciliationId });
  return await answer(tx, done!.file_id!, !done!.is_done);
}

async function publicId(tx: TenantTransaction, fileId: string): Promise<string> {
  const [row] = await tx.sql<{ reconciliation_id: string }[]>`
    select reconciliation_id from payout.settlement_files where tenant_id = ${tx.tenantId} and id = ${fileId}`;
  return row!.reconciliation_id;
}

async function answer({ sql }: TenantTransaction, fileId: string, duplicate: boolean): Promise<string> {
  return (await callJson(sql, "payout.settlement_answer", { p_file_id: fileId, p_duplicate: duplicate }))!;
}

async function takeIn(tx: TenantTransaction, fileId: string, file: Blob): Promise<void> {
  const form = await callOne(tx.sql, "payout.settlement_form", { p_file_id: fileId }) as unknown as { answer: Form };
  const { columns, delimiter, header } = form.answer;
  const nameOf = (source: string) => columns.find((column) => column.source === source)?.name ?? "";
  const names = columns.filter(({ source }) => source !== null);
  const csv: CsvForm = {
    required: names.filter(({ required }) => required).map(({ name }) => name),
    optional: names.filter(({ required }) => !required).map(({ name }) => name),
    maxRows: mostRows + 1, // a total at its end is no payment
    delimiter,
    ...(header ? {} : { header: columns.map(({ name }) => name) }),
  };
  const byRef = nameOf("payment_ref") !== "";
  await readCsv(file, csv, (batch) => sendRows(tx, fileId, batch, nameOf, byRef));
}

async function sendRows(
  { sql }: TenantTransaction,
  fileId: string,
  batch: CsvBatch,
  nameOf: (source: string) => string,
  byRef: boolean,
): Promise<void> {
  const column = (source: string) => batch.column(nameOf(source)).map((field) => field ?? "");
  await callOne(sql, "payout.read_settlement_rows", {
    p_file_id: fileId,
    p_lines: [...batch.lines],
    p_keys: column(byRef ? "payment_ref" : "invoice_id"),
    p_by_ref: byRef,
    p_utrs: column("utr_number"),
    p_amounts: column("amount"),
    p_dates: column("payment_date"),
    p_statuses: column("status"),
    p_remarks: column("remarks"),
    p_extras: batch.extras().map((extra) => extra ? JSON.stringify(extra) : ""),
    p_too_wide: batch.lines.filter((_line, i) => batch.widths[i]! > batch.header.length),
  });
}
