import { callOne, callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "./context.ts";
import type { Keys } from "./keys.ts";
import { openSecret, sealSecret } from "./secret_box.ts";

/** An Idempotency-Key and the SHA-256 (hex) of the request it came with. */
export interface Claim {
  readonly key: string;
  readonly requestHash: string;
}

/** A body as JSON text, and whether it is the one given the first time. */
export interface Answered {
  readonly json: string;
  readonly replayed: boolean;
}

/**
 * Runs `work`, which creates something and answers its JSON, at most once a claim: key, effect and answer are one
 * transaction. A repeat gets the first answer byte for byte; null is a request without a key. With `sealedBy` the
 * stored answer is encrypted, for answers that show a secret. Refuses: idempotency_key_reused.
 */
export async function once(
  ctx: Context,
  claim: Claim | null,
  work: (tx: TenantTransaction) => Promise<string>,
  sealedBy?: Keys,
): Promise<Answered> {
  return await withTenant(ctx, (tx) => onceIn(tx, claim, () => work(tx), sealedBy));
}

/**
 * The same in a transaction that is open: `work` is done and its JSON kept, or what was kept is answered. Where `work`
 * throws, the transaction has to end with it, and the key is free again.
 */
export async function onceIn(
  tx: TenantTransaction,
  claim: Claim | null,
  work: () => Promise<string>,
  sealedBy?: Keys,
): Promise<Answered> {
  if (!claim) return { json: await work(), replayed: false };
  const place = { tenantId: tx.tenantId, table: "core.idempotency_keys", column: "answer", rowId: claim.key };
  const asked = { p_key: claim.key, p_request_hash: claim.requestHash };
  const earlier = await callOne(tx.sql, "core.claim_idempotency", asked);
  if (typeof earlier?.answer === "string") {
    return { json: sealedBy ? openSecret(sealedBy, place, earlier.answer) : earlier.answer, replayed: true };
  }
  const json = await work();
  const answer = sealedBy ? sealSecret(sealedBy, place, json) : json;
  await callRows(tx.sql, "core.store_answer", { p_key: claim.key, p_status: 201, p_answer: answer });
  return { json, replayed: false };
}
