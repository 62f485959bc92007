import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Later } from "../shared/work.ts";
import { cancelIrn } from "./work.ts";

/** Makes refused e-invoices due again whose reason may have gone, and sends for cancellations that lost their job. */
export async function retryDueFailures(ctx: Context, later: Later) {
  return await withTenant(ctx, async ({ sql, tenantId }) => {
    const [row] = await sql<{ n: number }[]>`select einvoice.retry_failed() as n`;
    const stuck = await sql<{ id: string }[]>`select id from einvoice.stuck_cancellations()`;
    for (const { id } of stuck) await later.enqueue(sql, cancelIrn, { tenantId, cancellationId: id });
    return { dueAgain: row?.n ?? 0, cancellations: stuck.length };
  });
}

/** Puts before a person what has been unknown for 46 hours, and what must be registered within three days. */
export async function watchPendingDeadlines(ctx: Context) {
  return await withTenant(ctx, async ({ sql }) => {
    const [row] = await sql<{ held: number; near: number }[]>`
      select einvoice.hold_forgotten() as held, einvoice.warn_of_deadlines() as near`;
    return { held: row?.held ?? 0, near: row?.near ?? 0 };
  });
}
