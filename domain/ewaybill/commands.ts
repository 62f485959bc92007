import { callRows } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, onceIn } from "../shared/once.ts";
import { Refusal } from "../shared/refusals.ts";
import { waitWhile } from "../shared/wait_while.ts";
import type { Later } from "../shared/work.ts";
import { putRegistrationAt, type RegistrationBody } from "../portals/mod.ts";
import { office } from "./portal.ts";
import { readBill, type Standing } from "./queries.ts";
import { refuse } from "./refusals.ts";
import type { GenerateBody } from "./schema.ts";
import { generateBills, generateBillsByIrn } from "./work.ts";

/**
 * Asks for the e-way bill of a voucher and waits a little for the job. Answers where it stands: active, part_a, or pending
 * (or unknown) for the caller to look again. A repeat under its claim asks for no second one; it answers how that stands, and
 * tries again where the portal refused it. Refuses: e_way_bill_refused with the portal's codes.
 */
export async function generateBill(
  ctx: Context,
  later: Later,
  body: GenerateBody,
  claim: Claim | null = null,
): Promise<Standing & { replayed: boolean }> {
  let { json: id, replayed } = await requestBill(ctx, body, claim);
  if (replayed && (await readBill(ctx, id)).status === "failed") {
    ({ json: id, replayed } = await requestBill(ctx, body));
  }
  // Which of the two roads it takes follows from the voucher; the other one finds nothing to do.
  for (const work of [generateBills, generateBillsByIrn]) later.nudge(work, { tenantId: ctx.actor.tenantId });
  const isBeingTried = ({ status, nextAttemptAt }: Standing) =>
    (status === "pending" || status === "unknown") &&
    (nextAttemptAt === null || Date.parse(nextAttemptAt) <= ctx.clock.now().getTime());
  const standing = await waitWhile(() => readBill(ctx, id), isBeingTried);
  if (standing.status === "failed") throw refuse("e_way_bill_refused", standing.error ?? {});
  return { ...standing, replayed };
}

/** The id of the voucher's e-way bill, asked for now or under this claim before. */
async function requestBill(ctx: Context, body: GenerateBody, claim: Claim | null = null): Promise<Answered> {
  const asked = { p_voucher_id: body.voucherId, p_transport: body.transport ?? {} };
  return await mustFind(ctx, "billing.vouchers", body.voucherId, (tx) =>
    onceIn(tx, claim, async () => {
      const [row] = await callRows(tx.sql, "ewaybill.request_generation", asked);
      if (!row?.answer) throw new Refusal("not_found", 404, "no such voucher");
      return row.answer;
    }));
}

/** Sets the portal credentials of a GSTIN, and answers them without secrets. Refuses: company_gstin_unknown. */
export async function putRegistration(ctx: Context, keys: Keys, body: RegistrationBody): Promise<string> {
  return await putRegistrationAt(ctx, keys, office, body);
}
