import { callRows } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { runDue, type RunResult } from "../portals/mod.ts";
import { type EwbDeps, office, openPortal } from "./portal.ts";
import { type Claimed, settle } from "./settle.ts";

/** Brings the tenant's due e-way bills to the portal, until none is left that has a way there. */
export async function generateDueBills(ctx: Context, deps: EwbDeps, signal?: AbortSignal): Promise<RunResult> {
  return await runDue(ctx, {
    office,
    deps,
    claim: (sql, n, lease, sites) =>
      sql<Claimed[]>`select * from ewaybill.claim_due(${n}, make_interval(secs => ${lease}), ${
        sql.json({ ...sites })
      })`,
    open: (gstin, provider, log, inTurn) => openPortal(ctx, deps, gstin, { provider, log, inTurn }),
    settle,
    record: (sql, answered) =>
      callRows(sql, "ewaybill.record_answers", {
        p_answers: answered.map(({ row, answer }) => (
          { eWayBillId: row.e_way_bill_id, attempt: row.attempt, ...answer }
        )),
      }),
    async nextDue(sql, sites) {
      const [row] = await sql<{ s: string | null }[]>`select ewaybill.next_due(${sql.json({ ...sites })}) as s`;
      return row?.s == null ? null : Math.max(0, Number(row.s));
    },
  }, signal);
}
