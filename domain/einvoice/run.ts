import { callRows } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { runDue, type RunResult } from "../portals/mod.ts";
import { office, openPortal, type PortalDeps } from "./portal.ts";
import { type Claimed, settle } from "./settle.ts";

export type { RunResult } from "../portals/mod.ts";

/** Brings the tenant's due e-invoices to the portal, until none is left that has a way there. */
export async function generateDue(ctx: Context, deps: PortalDeps, signal?: AbortSignal): Promise<RunResult> {
  return await runDue(ctx, {
    office,
    deps,
    claim: (sql, n, lease, sites) =>
      sql<Claimed[]>`
        select * from einvoice.claim_due(${n}, make_interval(secs => ${lease}), null, ${sql.json({ ...sites })})`,
    open: (gstin, provider, log, inTurn) => openPortal(ctx, deps, gstin, { provider, log, inTurn }),
    settle,
    record: (sql, answered) =>
      callRows(sql, "einvoice.record_answers", {
        p_answers: answered.map(({ row, startedAt, answer }) => (
          { eInvoiceId: row.e_invoice_id, attempt: row.attempt, startedAt, ...answer }
        )),
      }),
    async nextDue(sql, sites) {
      const [row] = await sql<{ s: string | null }[]>`select einvoice.next_due(${sql.json({ ...sites })}) as s`;
      return row?.s == null ? null : Math.max(0, Number(row.s));
    },
  }, signal);
}
