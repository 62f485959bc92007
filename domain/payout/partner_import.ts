import { callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { Refusal, type RefusalDetail } from "../shared/refusals.ts";
import type { Upload } from "../shared/upload.ts";
import { issuesToDetails } from "../shared/zod_details.ts";
import { type CsvBatch, readCsv } from "./csv_rows.ts";
import { withSealedAccount } from "./partners.ts";
import { type NewPartner, newPartnerBody } from "./partners_schema.ts";
import { refuse } from "./refusals.ts";

const optional = [
  "gst_number",
  "gst_status",
  "pan",
  "state_code",
  "city",
  "pincode",
  "phone",
  "language",
  "account_holder",
  "account_number",
  "ifsc_code",
];
const form = { required: ["destination_id", "partner_name", "address", "email"], optional, maxRows: 20_000 };
const told = 200;

interface Line {
  readonly line: number;
  readonly partner: NewPartner;
}

/**
 * Makes and changes partners from a CSV, all of them or none; what a row leaves out stays as it is. Answers
 * `{preview, totalRows, new, changed}` as JSON text. Refuses: csv_*, partner_import_refused with a fault a cell.
 */
export async function importPartners(
  ctx: Context,
  keys: Keys,
  upload: Upload,
  { preview = false }: { preview?: boolean | undefined } = {},
): Promise<string> {
  const { lines, faults } = await readLines(upload);
  return await withTenant(ctx, async (tx) => {
    await callRows(tx.sql, "payout.lock_imports", {});
    const sent = JSON.stringify(lines.map(({ partner }) => withSealedAccount(keys, tx.tenantId, partner)));
    const judged = await callRows(tx.sql, "payout.check_partners", { p_partners: sent, p_mode: "either" });
    for (const { ord, pointer, code, message, facts } of judged) {
      const cell = `/rows/${lines[ord! - 1]!.line}${inSnakeCase(pointer ?? "")}`;
      faults.push({ pointer: cell, code: code!, message: message!, facts: facts as Record<string, unknown> });
    }
    if (faults.length > 0) throw refused(faults);
    const known = await countKnown(tx, lines);
    if (!preview) await callRows(tx.sql, "payout.put_partners", { p_partners: sent, p_mode: "either" });
    return JSON.stringify({ preview, totalRows: lines.length, new: lines.length - known, changed: known });
  });
}

async function countKnown({ sql, tenantId }: TenantTransaction, lines: readonly Line[]): Promise<number> {
  const ids = lines.map(({ partner }) => partner.destinationId);
  const [row] = await sql<{ known: number }[]>`
    select count(*)::int as known from payout.partners where tenant_id = ${tenantId} and destination_id = any (${ids})`;
  return row?.known ?? 0;
}

/** The rows as partners, and what is wrong with those that are none. */
async function readLines({ file }: Upload): Promise<{ lines: Line[]; faults: RefusalDetail[] }> {
  const [lines, faults]: [Line[], RefusalDetail[]] = [[], []];
  await readCsv(file, form, (batch) => {
    for (const [i, line] of batch.lines.entries()) {
      const read = newPartnerBody.safeParse(partnerOf(batch, i), { reportInput: true });
      if (read.success) lines.push({ line, partner: read.data });
      else {faults.push(
          ...issuesToDetails(read.error).map((fault) => ({
            ...fault,
            pointer: `/rows/${line}${inSnakeCase(fault.pointer)}`,
          })),
        );}
    }
    return Promise.resolve();
  });
  return { lines, faults };
}

function partnerOf({ header, rows }: CsvBatch, at: number): Record<string, string> {
  const known = [...form.required, ...optional];
  const cells = known.map((name) =>
    [inCamelCase(name), (rows[at]!.fields[header.indexOf(name)] ?? "").trim()] as const
  );
  return Object.fromEntries(cells.filter(([, value]) => value !== ""));
}

function refused(faults: readonly RefusalDetail[]): Refusal {
  const refusal = refuse("partner_import_refused", { faults: faults.length });
  return new Refusal(refusal.code, refusal.status, refusal.detail, faults.slice(0, told), refusal.facts);
}

const inCamelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const inSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
