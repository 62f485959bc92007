import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { callOne } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { ObjectStore } from "../gateways/object_store/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Refusal } from "../shared/refusals.ts";
import { refuse } from "./refusals.ts";

/** The invoice as it was shown and consented to, and the same with the signature on it. */
export type DocumentKind = "original" | "signed";

export interface DocumentToKeep {
  readonly invoiceRowId: string;
  readonly kind: DocumentKind;
  readonly fileName: string;
  /** A PDF of at most 32 MiB. */
  readonly bytes: Uint8Array;
}

/**
 * Keeps a printed invoice in the caller's transaction; `payout.store_documents` moves it to the object store later. Answers
 * the SHA-256 to be written on the invoice. The same bytes again are the same document.
 * Refuses document_already_kept: others stand for this invoice.
 */
export async function keepDocument(sql: TransactionSql, document: DocumentToKeep): Promise<Uint8Array> {
  const { invoiceRowId, kind, fileName, bytes } = document;
  const sha256 = createHash("sha256").update(bytes).digest();
  await callOne(sql, "payout.keep_document", {
    p_invoice_id: invoiceRowId,
    p_kind: kind,
    p_file_name: fileName,
    p_sha256: sha256,
    p_bytes: bytes,
  });
  return sha256;
}

/**
 * The printed invoice as it was kept, from its row or from the object store; whether the caller may see the invoice is the
 * caller's to ask. Every byte is held against the hash first.
 * Refuses document_not_kept, document_damaged (other bytes, or none, lie in the store: somebody is told),
 * document_store_unavailable (it does not answer now).
 */
export async function openDocument(
  ctx: Context,
  store: ObjectStore,
  invoiceRowId: string,
  kind: DocumentKind,
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const kept = await withTenant(
    ctx,
    ({ sql }) => callOne(sql, "payout.read_document", { p_invoice_id: invoiceRowId, p_kind: kind }),
  ) as Kept | undefined;
  if (!kept) throw refuse("document_not_kept", { kind });
  const bytes = kept.bytes ?? await fromStore(ctx, store, kept.object_key);
  const found = createHash("sha256").update(bytes).digest("hex");
  const wanted = Buffer.from(kept.sha256).toString("hex");
  if (found !== wanted) {
    throw await damaged(ctx, store, kept.object_key, `it was kept with the SHA-256 ${wanted} and has ${found} now`);
  }
  return { fileName: kept.file_name, bytes };
}

/** A row of payout.read_document: where there are no bytes there is a key. */
interface Kept {
  readonly file_name: string;
  readonly sha256: Uint8Array;
  readonly bytes: Uint8Array | null;
  readonly object_key: string;
}

async function fromStore(ctx: Context, store: ObjectStore, key: string): Promise<Uint8Array> {
  const got = await store.get(key);
  if (got.outcome === "done") return got.bytes;
  if (got.outcome === "missing") throw await damaged(ctx, store, key, "there is no such object");
  throw refuse("document_store_unavailable", { why: got.why });
}

/** Says so to whoever reads the mail, then refuses. */
async function damaged(ctx: Context, store: ObjectStore, key: string, why: string): Promise<Refusal> {
  const where = `${store.describe()}, ${key}`;
  await withTenant(ctx, ({ sql }) =>
    callOne(sql, "ops.notify", {
      p_kind: "document_damaged",
      p_key: key,
      p_severity: "critical",
      p_subject: "A kept invoice of a partner is not what it was",
      p_body: `${where}: ${why}. Restore the object from a backup; Pakka hands out nothing else under its name.`,
      p_facts: { key },
    }));
  return refuse("document_damaged");
}
