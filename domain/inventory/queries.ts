import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { GodownQuery } from "./schema.ts";

/** A godown as JSON text. Refuses: not_found. */
export async function readGodown(ctx: Context, id: string): Promise<string> {
  return await mustFind(
    ctx,
    "inventory.godowns",
    id,
    (tx) => callJson(tx.sql, "inventory.godown_json", { p_id: id }),
  );
}

/** A page of godowns, by name. */
export async function listGodowns(ctx: Context, { limit, cursor }: GodownQuery): Promise<string> {
  const after = keysAfter(cursor, 2);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, document::text as json from inventory.godown_list
      where tenant_id = ${tenantId}
        ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::uuid)` : sql``}
      order by name, id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), limit);
}
