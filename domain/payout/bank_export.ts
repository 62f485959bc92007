import { createHash } from "node:crypto";
import { callJson, callOne, callRows } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import type { TenantTransaction } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { openSecret, sealSecret } from "../shared/secret_box.ts";
import {
  accountLength,
  type BankLayout,
  readAmounts,
  readLayout,
  readLines,
  readTotals,
  writeBankFile,
} from "./bank_file_text.ts";
import type { ExportBody } from "./bank_schema.ts";
import { refuse } from "./refusals.ts";

interface Left {
  readonly invoiceId: string;
  readonly code: string;
  readonly message: string;
}

interface Payable {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly accountNumber: string;
}

/** What goes into the files, and what is said of the rest. */
interface Sorted {
  readonly layout: BankLayout;
  readonly payable: readonly Payable[];
  readonly excluded: readonly Left[];
  readonly warnings: readonly unknown[];
  readonly isShared: boolean;
}

/**
 * Makes the bank file (or files, where the layout takes fewer rows) of what is submitted, in one transaction: the invoices are
 * locked, judged and moved, their bank details frozen, the bytes made once and sealed. Answers the first file, with `files[]`.
 * Refuses: bank_profile_unknown, bank_client_code_missing, invoice_unknown, nothing_to_export with what was left out.
 */
export async function exportBankFile(
  ctx: Context,
  keys: Keys,
  body: ExportBody,
  claim: Claim | null = null,
): Promise<Answered> {
  return await once(ctx, claim, async (tx) => {
    const profile = body.profile ?? await ownProfile(tx);
    const sorted = await judge(tx, keys, body, profile);
    if (sorted.payable.length === 0) throw refuse("nothing_to_export", { excluded: sorted.excluded });
    const files = await callRows(tx.sql, "payout.make_bank_files", {
      p_profile: profile,
      p_month: body.month ?? null,
      p_invoice_ids: sorted.payable.map(({ id }) => id),
      p_names: sorted.payable.map(({ name }) => name),
      p_account_ids: sorted.payable.map(({ accountId }) => accountId),
      p_is_shared: sorted.isShared,
      p_excluded: JSON.stringify(sorted.excluded),
      p_warnings: JSON.stringify(sorted.warnings),
    });
    const numbers = new Map(sorted.payable.map(({ accountId, accountNumber }) => [accountId, accountNumber]));
    for (const { id } of files) await keepFile(tx, keys, sorted.layout, id!, numbers);
    return await answer(tx.sql, files.map(({ id }) => id!));
  });
}

async function ownProfile({ sql, tenantId }: TenantTransaction): Promise<string> {
  const [own] = await sql<{ profile: string }[]>`
    select bank_profile as profile from payout.settings where tenant_id = ${tenantId}`;
  return own?.profile ?? "generic_v1";
}

/** Locks what is asked for and opens its account numbers; only who holds the key can tell whether they fit the layout. */
async function judge(tx: TenantTransaction, keys: Keys, body: ExportBody, profile: string): Promise<Sorted> {
  const asked = body.invoiceIds ? [...new Set(body.invoiceIds)] : null;
  const lines = await callRows(tx.sql, "payout.payable_lines", {
    p_month: body.month ?? null,
    p_public_nos: asked,
    p_profile: profile,
  });
  const unknown = lines.find(({ code }) => code === "invoice_unknown")?.invoice_id;
  if (unknown) {
    const p_pointer = `/invoiceIds/${body.invoiceIds?.indexOf(unknown.replace("inv_", ""))}`;
    await callOne(tx.sql, "core.refuse", { p_code: "invoice_unknown", p_pointer, p_facts: { invoiceId: unknown } });
  }
  const layout = await readLayout(tx.sql, profile);
  const maxLength = accountLength(layout);
  const payable: Payable[] = [];
  const excluded: Left[] = [];
  const kept: typeof lines = [];
  for (const line of lines) {
    const invoiceId = line.invoice_id!;
    if (line.code !== null) {
      excluded.push({ invoiceId, code: line.code, message: line.message! });
      continue;
    }
    const accountId = line.account_id!;
    const place = {
      tenantId: tx.tenantId,
      table: "payout.bank_accounts",
      column: "account_encrypted",
      rowId: accountId,
    };
    const accountNumber = openSecret(keys, place, line.account_encrypted!);
    if (accountNumber.length > maxLength || !/^[A-Za-z0-9]{6,}$/.test(accountNumber)) {
      const { code, detail } = refuse("account_not_writable", { maxLength });
      excluded.push({ invoiceId, code, message: detail });
      continue;
    }
    payable.push({ id: line.id!, name: line.written_name!, accountId, accountNumber });
    kept.push(line);
  }
  const warnings = kept.flatMap((line) => line.warnings as unknown[]);
  return { layout, payable, excluded, warnings, isShared: kept.some((line) => line.is_shared === true) };
}

/** Writes a file's bytes, reads their amounts back for SQL to hold against the lines, and keeps them sealed. */
async function keepFile(
  { sql, tenantId }: TenantTransaction,
  keys: Keys,
  layout: BankLayout,
  id: string,
  numbers: ReadonlyMap<string, string>,
): Promise<void> {
  const lines = await readLines(sql, id);
  const text = writeBankFile(layout, lines, await readTotals(sql, id), ({ accountId }) => numbers.get(accountId)!);
  const place = { tenantId, table: "payout.bank_file_log", column: "content_encrypted", rowId: id };
  await callOne(sql, "payout.keep_bank_file", {
    p_id: id,
    p_content_encrypted: sealSecret(keys, place, text),
    p_content_sha256: createHash("sha256").update(text).digest(),
    p_content_size: text.length,
    p_amounts: readAmounts(layout, text),
  });
}

async function answer(sql: TransactionSql, ids: readonly string[]): Promise<string> {
  const first = (await callJson(sql, "payout.bank_file_json", { p_id: ids[0]! }))!;
  const [files] = await sql<{ json: string }[]>`
    select json_agg(json_build_object('bankFileId', bank_file_id, 'fileName', file_name,
        'downloadUrl', '/api/admin/bank-files/' || bank_file_id || '/download', 'totalInvoices', total_invoices,
        'totalAmount', total_amount, 'sha256', encode(content_sha256, 'hex')) order by public_no)::text as json
    from payout.bank_file_log where tenant_id = (select core.current_tenant()) and id = any(${ids as string[]}::uuid[])`;
  return `${first.slice(0, -1)}, "files" : ${files!.json}}`;
}
