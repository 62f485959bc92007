import { callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { Refusal } from "../shared/refusals.ts";

/**
 * As `mustFind`, for what has no event of its own in the trail, as calls to portals and queued jobs: a reach into
 * another company is looked for where these stand (`ops.record_crossing`).
 */
export async function mustFindHere<T>(
  ctx: Context,
  entity: "ops.api_calls" | "pgboss.job",
  id: string,
  work: (tx: TenantTransaction) => Promise<T | null | undefined>,
): Promise<T> {
  try {
    return await mustFind(ctx, entity, id, work);
  } catch (error) {
    if (error instanceof Refusal && error.code === "not_found" && uuid.test(id)) {
      await withTenant(ctx, (tx) => callRows(tx.sql, "ops.record_crossing", { p_entity: entity, p_id: id }));
    }
    throw error;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
