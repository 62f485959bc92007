import { callJson, callOne, callRows } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import { Refusal, type RefusalDetail } from "../shared/refusals.ts";
import type { Upload } from "../shared/upload.ts";
import { type CsvBatch, hashFile, readCsv } from "./csv_rows.ts";
import type { ImportsQuery, PayoutsQuery } from "./payouts_schema.ts";
import { refuse } from "./refusals.ts";

const form = {
  required: ["destination_id", "month", "category", "reason_for_payment", "effective_payout_base"],
  optional: ["financial_year", "reference"],
  maxRows: 100_000,
};
/** Refusals that are told at once, and that are kept with an import. */
const [told, kept] = [200, 5_000];

interface Wanted {
  readonly preview?: boolean;
  readonly skipRefused?: boolean;
}

/** An import as JSON text, and whether rows were stored by this request. */
export interface Imported {
  readonly json: string;
  readonly isNew: boolean;
}

/**
 * Takes a CSV of payouts, whole or, with `skipRefused`, without the rows that are refused; the same bytes again are the
 * import they were (`duplicate`). A preview answers the same and stores nothing. Refuses: csv_*, payout_import_refused
 * with a fault a cell.
 */
export async function importPayouts(
  ctx: Context,
  upload: Upload,
  { preview = false, skipRefused = false }: Wanted = {},
): Promise<Imported> {
  const sha256 = await hashFile(upload.file);
  let undone: string | undefined;
  try {
    return await withTenant(ctx, async ({ sql }) => {
      const begun = await callOne(sql, "payout.begin_import", { p_file_name: upload.fileName, p_sha256: sha256 });
      if (!begun?.id) throw new Error("an import was neither begun nor found");
      if (begun.is_known) return { json: await readDuplicate(sql, begun.id), isNew: false };
      const refusals = await takeRows(sql, begun.id, upload.file);
      if (refusals.rows > 0 && !skipRefused && !preview) throw refusals.refusal();
      const json = await callJson(sql, "payout.finish_import", {
        p_import_id: begun.id,
        p_refused_rows: refusals.rows,
        p_refusals: JSON.stringify(refusals.details.slice(0, kept)),
        p_preview: preview,
      }) ?? "null";
      if (!preview) return { json, isNew: true };
      undone = json;
      throw new Error("a preview is undone");
    });
  } catch (error) {
    if (undone === undefined) throw error;
    return { json: undone, isNew: false };
  }
}

async function readDuplicate(sql: TransactionSql, id: string): Promise<string> {
  return await callJson(sql, "payout.duplicate_import", { p_import_id: id }) ?? "null";
}

/** What was refused of a file: each fault up to a limit, and how many rows. */
class RefusedRows {
  readonly details: (RefusalDetail & { line: number })[] = [];
  readonly codes: Record<string, number> = {};
  rows = 0;
  #last = 0;

  add(line: number, detail: RefusalDetail): void {
    if (line !== this.#last) this.rows++;
    this.#last = line;
    this.codes[detail.code] = (this.codes[detail.code] ?? 0) + 1;
    if (this.details.length < kept) this.details.push({ line, ...detail });
  }

  refusal(): Refusal {
    const facts = { refusedRows: this.rows, codes: this.codes };
    const { code, status, detail } = refuse("payout_import_refused", facts);
    return new Refusal(code, status, detail, this.details.slice(0, told).map(({ line: _, ...rest }) => rest), facts);
  }
}

async function takeRows(sql: TransactionSql, importId: string, file: Blob): Promise<RefusedRows> {
  const refused = new RefusedRows();
  await readCsv(file, form, async (batch) => {
    for (const row of await callRows(sql, "payout.take_payouts", columnsOf(importId, batch))) {
      const { line, pointer, code, message, facts } = row;
      refused.add(line!, {
        pointer: pointer!,
        code: code!,
        message: message!,
        facts: facts as Record<string, unknown>,
      });
    }
  });
  return refused;
}

function columnsOf(importId: string, batch: CsvBatch) {
  const column = (name: string) => batch.column(name).map((value) => value ?? "");
  return {
    p_import_id: importId,
    p_columns: batch.header.length,
    p_lines: [...batch.lines],
    p_widths: [...batch.widths],
    p_destination_ids: column("destination_id"),
    p_months: column("month"),
    p_categories: column("category"),
    p_reasons: column("reason_for_payment"),
    p_amounts: column("effective_payout_base"),
    p_years: column("financial_year"),
    p_references: column("reference"),
  };
}

/** A page of imports, newest first, as JSON text. */
export async function listImports(ctx: Context, { limit, cursor }: ImportsQuery): Promise<string> {
  const after = keysAfter(cursor, ["instant", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; at: string; json: string }[]>`
      select id, imported_at::text as at, document::text as json from payout.import_list
      where tenant_id = ${tenantId}
        ${after ? sql`and (imported_at, id) < (${after[0]!}::timestamptz, ${after[1]!}::uuid)` : sql``}
      order by imported_at desc, id desc limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, at, json }) => ({ keys: [at, id], json })), limit);
}

/** A page of payouts in the order they were taken, as JSON text. */
export async function listPayouts(
  ctx: Context,
  { limit, cursor, month, destinationId }: PayoutsQuery,
): Promise<string> {
  const after = keysAfter(cursor, ["uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; json: string }[]>`
      select id, document::text as json from payout.payout_list
      where tenant_id = ${tenantId} ${month === undefined ? sql`` : sql`and month = ${month}`}
        ${
      destinationId === undefined ? sql`` : sql`and partner_id = (
          select id from payout.partners where tenant_id = ${tenantId} and destination_id = ${destinationId})`
    }
        ${after ? sql`and id > ${after[0]!}::uuid` : sql``}
      order by id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, json }) => ({ keys: [id], json })), limit);
}
