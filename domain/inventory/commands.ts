import { callJson } from "../../db/call.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import type { Godown, OpeningStock } from "./schema.ts";

/** Makes a godown. Refuses: godown_exists, state_unknown. */
export async function createGodown(ctx: Context, godown: Godown, claim: Claim | null): Promise<Answered> {
  return await once(
    ctx,
    claim,
    async (tx) => await callJson(tx.sql, "inventory.put_godown", { p_id: null, p_godown: godown }) ?? "null",
  );
}

/** Changes a godown; what is left out is emptied, but the default stays until another is made it. Refuses: not_found and what createGodown refuses. */
export async function changeGodown(ctx: Context, id: string, godown: Godown): Promise<string> {
  return await mustFind(
    ctx,
    "inventory.godowns",
    id,
    (tx) => callJson(tx.sql, "inventory.put_godown", { p_id: id, p_godown: godown }),
  );
}

/**
 * Tells what of an item was in a godown when its stock began to be kept, in place of what was told before.
 * Refuses: not_found, item_keeps_no_stock, godown_unknown, invoice_date_in_future, period_locked, stock_insufficient.
 */
export async function putOpeningStock(ctx: Context, itemId: string, stock: OpeningStock): Promise<string> {
  return await mustFind(
    ctx,
    "billing.items",
    itemId,
    (tx) => callJson(tx.sql, "inventory.put_opening_stock", { p_item_id: itemId, p_stock: stock }),
  );
}
