import { refuse as refuseCaller } from "../core/mod.ts";
import type { Context } from "../shared/context.ts";
import { defineRefusals, Refusal, type RefusalDetail, type RefusalStatus } from "../shared/refusals.ts";

/** What this context refuses before SQL is asked; what SQL refuses stands in sql/reference/core.refusals.csv. */
export const refuse = defineRefusals({
  posting_queue_full: { status: 429, message: "too many documents are waiting to be posted; try again shortly" },
  draft_in_batch: { status: 400, message: "a batch is posted; send a draft to POST /api/vouchers" },
});

/** The refusal of one document; its own code where there is one fault, `voucher_refused` where there are several. */
export function refusalOf(answer: string, status: number): Refusal {
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

/** Whoever writes into a locked period must be allowed to. Refuses: scope_missing. */
export function checkOverride(ctx: Context, document: unknown): void {
  const overrides = (document as { overrideLock?: boolean } | null)?.overrideLock === true;
  const scope = "periods:override";
  if (overrides && !ctx.actor.scopes.has(scope)) throw refuseCaller("scope_missing", { scope }, "/overrideLock");
}
