import { callJson, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import type { Answered, Claim } from "../shared/once.ts";
import { Refusal, type RefusalDetail, type RefusalStatus } from "../shared/refusals.ts";
import type { VoucherBody } from "./kinds.ts";
import type { PostingQueue } from "./posting_queue.ts";

/** Posts one document; the answer is the voucher as JSON text. Refuses whatever billing.post_vouchers refuses. */
export async function postVoucher(
  ctx: Context,
  queue: PostingQueue,
  body: VoucherBody,
  claim: Claim | null,
): Promise<Answered> {
  const posting = await queue.post(ctx, body, claim);
  if (posting.outcome === "refused") throw refusalOf(posting.answer, posting.status);
  return { json: posting.answer, replayed: posting.outcome === "replayed" };
}

/** What posting would make of a document, with what stands behind each figure; nothing is stored and no number taken. */
export async function previewVoucher(ctx: Context, body: VoucherBody): Promise<string> {
  const rows = await withTenant(
    ctx,
    (tx) => callRows(tx.sql, "billing.preview_vouchers", { p_docs: [{ document: body }], p_explain: true }),
  );
  const { outcome, answer, status } = rows[0] as unknown as { outcome: string; answer: string; status: number };
  if (outcome === "refused") throw refusalOf(answer, status);
  return answer;
}

/** Changes what may change on a posted voucher: narration and reference. */
export async function amendVoucher(ctx: Context, id: string, changes: Record<string, unknown>): Promise<string> {
  return await mustFind(
    ctx,
    "billing.vouchers",
    id,
    (tx) => callJson(tx.sql, "billing.amend_voucher", { p_id: id, p_changes: changes }),
  );
}

/** The refusal of one document; its own code where there is one fault, `voucher_refused` where there are several. */
function refusalOf(answer: string, status: number): Refusal {
  const errors = JSON.parse(answer) as RefusalDetail[];
  const only = errors.length === 1 ? errors[0] : undefined;
  return new Refusal(
    only?.code ?? "voucher_refused",
    status as RefusalStatus,
    only?.message ?? `the document has ${errors.length} faults; each is named in errors`,
    errors,
    only?.facts,
  );
}
