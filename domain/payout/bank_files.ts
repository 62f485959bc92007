import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { callJson, callOne, callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { keysAfter, pageJson, pageMembers } from "../shared/page.ts";
import { openSecret } from "../shared/secret_box.ts";
import { readLayout, readLines, readTotals, writeBankFile } from "./bank_file_text.ts";
import type { BankFileQuery, BankFilesQuery, RetryBody } from "./bank_schema.ts";
import { refuse } from "./refusals.ts";

/** Bank files, newest first, by status or month. JSON text. */
export async function listBankFiles(ctx: Context, query: BankFilesQuery): Promise<string> {
  const after = keysAfter(query.cursor, ["count"]);
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ no: string; json: string }[]>`
      select public_no as no, document::text as json from payout.bank_files_page(${query.limit + 1}, ${
      query.status ?? null
    }, ${query.month ?? null}, ${after?.[0] ?? null})`);
  return pageJson(rows.map(({ no, json }) => ({ keys: [no], json })), query.limit);
}

/** A bank file with a page of its lines, accounts masked. JSON text. Refuses: bank_file_not_found. */
export async function readBankFile(ctx: Context, id: string, query: BankFileQuery): Promise<string> {
  const after = keysAfter(query.cursor, ["count"]);
  return await withTenant(ctx, async (tx) => {
    const rowId = await find(tx, id);
    const file = (await callJson(tx.sql, "payout.bank_file_json", { p_id: rowId }))!;
    const rows = await tx.sql<{ no: number; json: string }[]>`
      select line_no as no, document::text as json
      from payout.bank_file_items(${rowId}, ${query.limit + 1}, ${after?.[0] ?? 0})`;
    const items = pageMembers(rows.map(({ no, json }) => ({ keys: [String(no)], json })), query.limit);
    return `${file.slice(0, -1)}, "items" : ${items}}`;
  });
}

/**
 * The acting person's approval; the file is approved once it has as many as it needs. JSON text.
 * Refuses: bank_file_not_found, bank_file_not_in_state, approver_made_the_file, bank_file_approved_by_you, bank_file_changed.
 */
export async function approveBankFile(ctx: Context, id: string): Promise<string> {
  return await changed(ctx, async ({ sql }) => await callOne(sql, "payout.approve_bank_file", { p_bank_file_id: id }));
}

/** An approved file was given to the bank. JSON text. Refuses: bank_file_not_found, bank_file_not_in_state, bank_file_changed. */
export async function markSent(ctx: Context, id: string): Promise<string> {
  return await changed(
    ctx,
    async ({ sql }) => await callOne(sql, "payout.mark_bank_file_sent", { p_bank_file_id: id }),
  );
}

/**
 * Takes back a file that was not sent (`cancelled`), or turns down one that waits for approval (`rejected`); its invoices wait
 * for the next file. JSON text. Refuses: bank_file_not_found, bank_file_not_in_state, bank_file_was_reported.
 */
export async function endBankFile(
  ctx: Context,
  id: string,
  as: "cancelled" | "rejected",
  reason: string,
): Promise<string> {
  const asked = { p_bank_file_id: id, p_status: as, p_reason: reason };
  return await changed(ctx, async ({ sql }) => await callOne(sql, "payout.end_bank_file", asked));
}

export interface BankFileDownload {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** The same lines with masked accounts: it is not approved (any more). */
  readonly draft: boolean;
  readonly sha256: string;
}

const released = ["approved", "sent_to_bank", "part_reconciled", "reconciled"];

/** The bytes as they were made, once approved; before that a draft. Who took it is written down. Refuses: bank_file_not_found, document_damaged. */
export async function downloadBankFile(ctx: Context, keys: Keys, id: string): Promise<BankFileDownload> {
  return await withTenant(ctx, async (tx) => {
    const rowId = await find(tx, id);
    const [file] = await tx.sql<{ status: string; profile: string; fileName: string; box: string; sha256: string }[]>`
      select status, profile, file_name as "fileName", content_encrypted as box, encode(content_sha256, 'hex') as sha256
      from payout.bank_file_log where tenant_id = ${tx.tenantId} and id = ${rowId}`;
    const draft = !released.includes(file!.status);
    const text = draft ? await drafted(tx, rowId, file!.profile) : opened(tx, keys, rowId, file!.box, file!.sha256);
    await callOne(tx.sql, "audit.record_security_event", {
      p_kind: "bank_file_downloaded",
      p_facts: { bankFileId: id, draft, sha256: file!.sha256 },
      p_entity: "payout.bank_file_log",
      p_entity_id: rowId,
    });
    const fileName = draft ? `DRAFT_${file!.fileName}` : file!.fileName;
    return { fileName, bytes: Buffer.from(text, "latin1"), draft, sha256: sha256(text) };
  });
}

/**
 * Puts failed and returned payments back among those that wait; says of the others why not. JSON text
 * `{retried:[…], refused:[{invoiceId, code, message}]}`. Refuses: reconciliation_unknown.
 */
export async function retryFailed(ctx: Context, { invoiceIds, reconciliationId }: RetryBody): Promise<string> {
  const asked = {
    p_public_nos: invoiceIds ? [...new Set(invoiceIds)] : null,
    p_reconciliation_id: reconciliationId ?? null,
  };
  return await withTenant(ctx, async ({ sql }) => (await callJson(sql, "payout.retry_invoices", asked))!);
}

async function drafted({ sql }: TenantTransaction, id: string, profile: string): Promise<string> {
  const [layout, lines, totals] = [await readLayout(sql, profile), await readLines(sql, id), await readTotals(sql, id)];
  return writeBankFile(layout, lines, totals, ({ maskedAccount }) => maskedAccount);
}

function opened({ tenantId }: TenantTransaction, keys: Keys, id: string, box: string, hash: string): string {
  const place = { tenantId, table: "payout.bank_file_log", column: "content_encrypted", rowId: id };
  const text = openSecret(keys, place, box);
  if (sha256(text) !== hash) throw refuse("document_damaged");
  return text;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function find({ sql }: TenantTransaction, id: string): Promise<string> {
  const [row] = await callRows(sql, "payout.find_bank_file", { p_bank_file_id: id });
  return row!.answer!;
}

async function changed(
  ctx: Context,
  change: (tx: TenantTransaction) => Promise<{ answer: string | null } | undefined>,
): Promise<string> {
  return await withTenant(ctx, async (tx) => {
    const row = await change(tx);
    return (await callJson(tx.sql, "payout.bank_file_json", { p_id: row!.answer! }))!;
  });
}
