import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { namedLike } from "../shared/named_like.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { Item, MasterQuery } from "./schema.ts";

/** Makes an item. Refuses: item_exists and what billing.put_item refuses of HSN, unit and rates. */
export async function createItem(ctx: Context, item: Item, claim: Claim | null): Promise<Answered> {
  return await once(
    ctx,
    claim,
    async (tx) => await callJson(tx.sql, "billing.put_item", { p_id: null, p_item: item }) ?? "null",
  );
}

/** Changes an item; what is left out takes its default. Refuses: not_found and what createItem refuses. */
export async function changeItem(ctx: Context, id: string, item: Item): Promise<string> {
  return await mustFind(
    ctx,
    "billing.items",
    id,
    (tx) => callJson(tx.sql, "billing.put_item", { p_id: id, p_item: item }),
  );
}

/** An item as JSON text. Refuses: not_found. */
export async function readItem(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.items", id, (tx) => callJson(tx.sql, "billing.item_json", { p_id: id }));
}

/** A page of items, by name. */
export async function listItems(ctx: Context, { limit, cursor, q }: MasterQuery): Promise<string> {
  const after = keysAfter(cursor, 2);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, document::text as json from billing.item_list
      where tenant_id = ${tenantId} ${namedLike(sql, q)}
        ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::uuid)` : sql``}
      order by name, id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), limit);
}
