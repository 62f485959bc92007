import { callJson } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import type { Answered, Claim } from "../shared/once.ts";
import type { PostingQueue } from "./posting_queue.ts";
import { refusalOf } from "./refusals.ts";
import type { ConvertBody } from "./schema.ts";

/**
 * Turns a proforma or a challan into a sale, all that is left of it or the lines and quantities asked for, under the law
 * of its own day. SQL writes the document (billing.conversion_of); it is posted like any other. Refuses: not_convertible,
 * already_converted, proforma_expired, gst_rate_missing, and whatever billing.post_vouchers refuses.
 */
export async function convertVoucher(
  ctx: Context,
  queue: PostingQueue,
  id: string,
  body: ConvertBody,
  claim: Claim | null,
): Promise<Answered> {
  const asked = { p_id: id, p_asked: body };
  const document = await mustFind(
    ctx,
    "billing.vouchers",
    id,
    ({ sql }) => callJson(sql, "billing.conversion_of", asked),
  );
  const posting = await queue.post(ctx, JSON.parse(document), claim);
  if (posting.outcome === "refused") throw refusalOf(posting.answer, posting.status);
  return { json: posting.answer, replayed: posting.outcome === "replayed" };
}
