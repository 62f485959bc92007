import { callJson, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import type { Answered, Claim } from "../shared/once.ts";
import { readWith } from "../shared/zod_details.ts";
import { replaceDraft, saveDraft } from "./drafts.ts";
import { type VoucherBody, voucherBody } from "./kinds.ts";
import type { PostingQueue } from "./posting_queue.ts";
import { checkOverride, refusalOf } from "./refusals.ts";
import { amendBody } from "./schema.ts";

/**
 * Posts one document, or keeps it as a draft where it says so; the answer is the voucher as JSON text. Refuses whatever
 * billing.post_vouchers refuses.
 */
export async function postVoucher(
  ctx: Context,
  queue: PostingQueue,
  body: VoucherBody,
  claim: Claim | null,
): Promise<Answered> {
  if (body.draft) return await saveDraft(ctx, body, claim);
  const posting = await queue.post(ctx, body, claim);
  if (posting.outcome === "refused") throw refusalOf(posting.answer, posting.status);
  return { json: posting.answer, replayed: posting.outcome === "replayed" };
}

/** What posting would make of a document, with what stands behind each figure; nothing is stored and no number taken. */
export async function previewVoucher(ctx: Context, body: VoucherBody): Promise<string> {
  checkOverride(ctx, body);
  const rows = await withTenant(
    ctx,
    (tx) => callRows(tx.sql, "billing.preview_vouchers", { p_docs: [{ document: body }], p_explain: true }),
  );
  const { outcome, answer, status } = rows[0] as unknown as { outcome: string; answer: string; status: number };
  if (outcome === "refused") throw refusalOf(answer, status);
  return answer;
}

/**
 * Changes a draft, whole, or on a posted voucher what may change there: narration and reference. Refuses: invalid_request,
 * voucher_is_cancelled; of a draft whatever posting would refuse.
 */
export async function changeVoucher(ctx: Context, id: string, changes: unknown): Promise<string> {
  const [found] = await mustFind(ctx, "billing.vouchers", id, async ({ sql, tenantId }) => {
    const rows = await sql`select status from billing.voucher_list where tenant_id = ${tenantId} and id = ${id}`;
    return rows.length > 0 && rows;
  });
  if (found?.status === "draft") return await replaceDraft(ctx, id, readWith(voucherBody, changes));
  const amendment = { p_id: id, p_changes: readWith(amendBody, changes) };
  return await mustFind(ctx, "billing.vouchers", id, ({ sql }) => callJson(sql, "billing.amend_voucher", amendment));
}
