import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Answered, Claim } from "../shared/once.ts";
import { Refusal, type RefusalDetail } from "../shared/refusals.ts";
import { issuesToDetails } from "../shared/zod_details.ts";
import { voucherBody } from "./kinds.ts";
import type { PostingQueue } from "./posting_queue.ts";
import { refuse } from "./refusals.ts";

/**
 * Posts many documents through the same queue and the same function as one. Each has its own fate: a document that is
 * malformed or refused stops no other. The claim is taken ahead and the answer kept at the end; between the two every
 * document claims `key#index`, so that a repeat after a crash posts only what is missing. Refuses:
 * idempotency_key_reused; temporarily_unavailable, when what became of some documents is not known.
 */
export async function postBulk(
  ctx: Context,
  queue: PostingQueue,
  bodies: readonly unknown[],
  claim: Claim | null,
): Promise<Answered> {
  const earlier = claim && await claimAhead(ctx, claim);
  if (earlier) return { json: earlier, replayed: true };
  const results = await Promise.allSettled(bodies.map((body, index) => postOne(ctx, queue, body, index, claim)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
  const json = `{"results":[${results.map((result) => (result as PromiseFulfilledResult<string>).value).join(",")}]}`;
  if (claim) await keepAnswer(ctx, claim, json);
  return { json, replayed: false };
}

/** One document's result as JSON text; money stays the text SQL wrote. Throws only what says nothing of the document. */
async function postOne(ctx: Context, queue: PostingQueue, body: unknown, index: number, claim: Claim | null) {
  const read = voucherBody.safeParse(body, { reportInput: true });
  if (!read.success) return refusedResult(index, JSON.stringify(issuesToDetails(read.error)));
  if (read.data.draft) return refusedResult(index, JSON.stringify(detailsOf(refuse("draft_in_batch", {}, "/draft"))));
  const own = claim && { key: `${claim.key}#${index}`, requestHash: claim.requestHash };
  try {
    const posting = await queue.post(ctx, read.data, own, true);
    if (posting.outcome === "refused") return refusedResult(index, posting.answer);
    return `{"index":${index},"status":"posted",${posting.answer.slice(1)}`;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return refusedResult(index, JSON.stringify(detailsOf(error)));
  }
}

const refusedResult = (index: number, errors: string) => `{"index":${index},"status":"refused","errors":${errors}}`;

function detailsOf({ code, detail, errors, facts }: Refusal): readonly RefusalDetail[] {
  return errors.length > 0 ? errors : [{ pointer: "", code, message: detail, facts }];
}

/** Takes the key of the whole call, or hands back the answer it was given before. */
async function claimAhead(ctx: Context, { key, requestHash }: Claim): Promise<string | null> {
  const asked = { p_key: key, p_request_hash: requestHash };
  const found = await withTenant(ctx, (tx) => callOne(tx.sql, "core.claim_idempotency", asked));
  return (found as { answer: string | null } | undefined)?.answer ?? null;
}

async function keepAnswer(ctx: Context, { key }: Claim, json: string): Promise<void> {
  const answered = { p_key: key, p_status: 200, p_answer: json };
  await withTenant(ctx, (tx) => callRows(tx.sql, "core.store_answer", answered));
}
