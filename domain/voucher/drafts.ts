import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import type { VoucherBody } from "./kinds.ts";
import type { PostingQueue } from "./posting_queue.ts";
import { checkOverride, refusalOf } from "./refusals.ts";

interface Made {
  readonly outcome: string;
  readonly answer: string;
  readonly status: number;
}

/** Keeps a document without a number; the answer is the draft as JSON text. Refuses whatever posting would refuse. */
export async function saveDraft(ctx: Context, body: VoucherBody, claim: Claim | null): Promise<Answered> {
  checkOverride(ctx, body);
  return await once(ctx, claim, async ({ sql }) => {
    const made = await callOne(sql, "billing.put_draft", { p_id: null, p_body: body });
    return readMade(made as unknown as Made);
  });
}

/** Puts a whole document in the place of a draft. Refuses whatever posting would refuse. */
export async function replaceDraft(ctx: Context, id: string, body: VoucherBody): Promise<string> {
  checkOverride(ctx, body);
  return await mustFind(ctx, "billing.drafts", id, async ({ sql }) => {
    const made = await callOne(sql, "billing.put_draft", { p_id: id, p_body: body });
    return made && readMade(made as unknown as Made);
  });
}

/** Throws a draft away. Refuses: voucher_is_posted. */
export async function deleteDraft(ctx: Context, id: string): Promise<void> {
  await mustFind(ctx, "billing.drafts", id, async ({ sql }) => {
    const gone = await callOne(sql, "billing.delete_draft", { p_id: id });
    return (gone as unknown as { answer: boolean }).answer;
  });
}

/**
 * Posts a draft as it stands, through the queue that all documents take; the voucher keeps the draft's id. Of two at once one
 * posts. Refuses: draft_is_posted, draft_has_changed, and whatever billing.post_vouchers refuses.
 */
export async function postDraft(
  ctx: Context,
  queue: PostingQueue,
  id: string,
  claim: Claim | null,
): Promise<Answered> {
  const earlier = claim && await answeredBefore(ctx, claim);
  if (earlier) return { json: earlier, replayed: true };
  const { body } = await mustFind(
    ctx,
    "billing.drafts",
    id,
    async ({ sql }) => await callOne(sql, "billing.draft_to_post", { p_id: id }) as { body: unknown } | undefined,
  );
  const posting = await queue.post(ctx, body, claim, false, id);
  if (posting.outcome === "refused") throw refusalOf(posting.answer, posting.status);
  return { json: posting.answer, replayed: posting.outcome === "replayed" };
}

/** The answer a key was given before: the draft it posted is gone by now. Refuses: idempotency_key_reused. */
async function answeredBefore(ctx: Context, { key, requestHash }: Claim): Promise<string | null> {
  const docs = [{ idempotencyKey: key, requestHash }];
  const rows = await withTenant(ctx, ({ sql }) => callRows(sql, "billing.replay_vouchers", { p_docs: docs }));
  const [found] = rows as unknown as Made[];
  if (found?.outcome === "refused") throw refusalOf(found.answer, found.status);
  return found?.answer ?? null;
}

function readMade({ outcome, answer, status }: Made): string {
  if (outcome === "refused") throw refusalOf(answer, status);
  return answer;
}
