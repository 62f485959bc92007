import { callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { mustFind, notFound } from "../shared/not_found.ts";
import { type Claim, onceIn } from "../shared/once.ts";
import { Refusal } from "../shared/refusals.ts";
import { waitWhile } from "../shared/wait_while.ts";
import type { Later } from "../shared/work.ts";
import { putRegistrationAt, type RegistrationBody } from "../portals/mod.ts";
import { office } from "./portal.ts";
import { irnNotFound, readEInvoice, type Standing, standingOf } from "./queries.ts";
import { refuse } from "./refusals.ts";
import type { AdoptBody } from "./schema.ts";
import { adopt, cancelIrn, generateIrn } from "./work.ts";

/**
 * Makes a voucher's e-invoice due now and waits a little for the job. Answers where it stands: generated, or pending (or
 * unknown) for the caller to look again. Asked again it does nothing twice; under the same claim it says so. Refuses: e_invoice_refused with the portal's code, e_invoice_not_applicable.
 */
export async function generateEInvoice(
  ctx: Context,
  later: Later,
  voucherId: string,
  claim: Claim | null = null,
): Promise<Standing & { replayed: boolean }> {
  const replayed = await requestGeneration(ctx, voucherId, claim);
  later.nudge(generateIrn, { tenantId: ctx.actor.tenantId });
  const standing = await waitWhile(() => standingOn(ctx, voucherId), (seen) => isBeingTried(ctx, seen));
  if (standing.status === "failed") throw refuse("e_invoice_refused", standing.error ?? {});
  return { ...standing, replayed };
}

/** An open one is worth waiting for until it has been put off: the portal has then had its say for now. */
function isBeingTried(ctx: Context, { status, nextAttemptAt }: Standing): boolean {
  const isOpen = status === "pending" || status === "unknown";
  return isOpen && (nextAttemptAt === null || Date.parse(nextAttemptAt) <= ctx.clock.now().getTime());
}

/** The same for many, without waiting: each is due now, or says why not. */
export async function generateMany(ctx: Context, later: Later, voucherIds: readonly string[]): Promise<string> {
  const answers = await withTenant(
    ctx,
    ({ sql }) => sql<Requested[]>`select * from einvoice.request_many(${[...voucherIds]}::uuid[])`,
  );
  later.nudge(generateIrn, { tenantId: ctx.actor.tenantId });
  const results = [];
  for (const { voucher_id: voucherId, found, status, code, message } of answers) {
    const refusal = found ? null : await notFound(ctx, "billing.vouchers", voucherId);
    if (refusal) results.push({ voucherId, status: "refused", code: refusal.code, message: refusal.detail });
    else results.push(code === null ? { voucherId, status } : { voucherId, status: "refused", code, message });
  }
  return JSON.stringify({ results });
}

/** What einvoice.request_many answers of a voucher. */
interface Requested {
  readonly voucher_id: string;
  readonly found: boolean;
  readonly status: string | null;
  readonly code: string | null;
  readonly message: string | null;
}

/** Makes it due; whether that was asked under this claim before. */
async function requestGeneration(ctx: Context, voucherId: string, claim: Claim | null): Promise<boolean> {
  const { replayed } = await mustFind(ctx, "billing.vouchers", voucherId, async (tx) => {
    const [row] = await tx.sql<{ status: string | null }[]>`select einvoice.request_generation(${voucherId}) as status`;
    if (!row?.status) throw new Refusal("not_found", 404, "no such voucher");
    return await onceIn(tx, claim, () => Promise.resolve(JSON.stringify(voucherId)));
  });
  return replayed;
}

/**
 * Asks for an IRN to be cancelled and waits a little for the portal's word. Nothing is cancelled here before it is
 * cancelled there. Refuses: irn_cancel_window_closed, e_invoice_cancelled, irn_cancellation_refused with the portal's code.
 */
export async function cancelEInvoice(
  ctx: Context,
  later: Later,
  irn: string,
  reasonCode: string,
  remarks: string,
): Promise<Standing> {
  const requested = await withTenant(ctx, async (tx) => {
    const asked = { p_irn: irn, p_reason_code: reasonCode, p_remarks: remarks };
    const [row] = await callRows(tx.sql, "einvoice.request_cancellation", asked) as {
      cancellation_id: string;
      voucher_id: string;
    }[];
    if (row) await enqueueCancellation(tx, later, row.cancellation_id);
    return row;
  });
  if (!requested) throw await irnNotFound(ctx, irn);
  const isOpen = ({ cancellation }: Standing) => cancellation === "requested";
  const standing = await waitWhile(() => standingOn(ctx, requested.voucher_id), isOpen);
  if (standing.cancellation === "refused") throw refuse("irn_cancellation_refused", standing.error ?? {});
  return standing;
}

/**
 * Takes what a person brought of a document the portal has and no longer tells, and waits a little for its verification.
 * Refuses: adoption_refused with what differs, and what einvoice.request_adoption refuses.
 */
export async function adoptEInvoice(ctx: Context, later: Later, voucherId: string, body: AdoptBody): Promise<Standing> {
  const id = await mustFind(ctx, "billing.vouchers", voucherId, async (tx) => {
    const brought = {
      p_voucher_id: voucherId,
      p_signed_invoice: body.signedInvoice,
      p_signed_qr_code: body.signedQrCode,
    };
    const [row] = await callRows(tx.sql, "einvoice.request_adoption", brought);
    const adoptionId = row?.answer;
    if (adoptionId) await later.enqueue(tx.sql, adopt, { tenantId: tx.tenantId, adoptionId });
    return adoptionId;
  });
  const isOpen = ({ adoption }: Standing) => adoption?.id === id && adoption.status === "requested";
  const standing = await waitWhile(() => standingOn(ctx, voucherId), isOpen);
  if (standing.adoption?.status === "refused") throw refuse("adoption_refused", standing.adoption.error ?? {});
  return standing;
}

async function enqueueCancellation(tx: TenantTransaction, later: Later, cancellationId: string): Promise<void> {
  await later.enqueue(tx.sql, cancelIrn, { tenantId: tx.tenantId, cancellationId });
}

async function standingOn(ctx: Context, voucherId: string): Promise<Standing> {
  return standingOf(await readEInvoice(ctx, voucherId));
}

/** Sets the portal credentials of a GSTIN, and answers them without secrets. Refuses: company_gstin_unknown. */
export async function putRegistration(ctx: Context, keys: Keys, body: RegistrationBody): Promise<string> {
  return await putRegistrationAt(ctx, keys, office, body);
}
