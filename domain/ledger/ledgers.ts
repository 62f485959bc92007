import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { namedLike } from "../shared/named_like.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { Ledger, LedgerChange, LedgerQuery } from "./ledger_schema.ts";

/** Makes a ledger, with its opening balance where it has one. Refuses: group_unknown, ledger_exists, what posting does. */
export async function createLedger(ctx: Context, ledger: Ledger, claim: Claim | null): Promise<Answered> {
  return await once(
    ctx,
    claim,
    async (tx) => await callJson(tx.sql, "ledger.put_ledger", { p_id: null, p_ledger: ledger }) ?? "null",
  );
}

/** Changes a ledger's name and group. Refuses: not_found, ledger_of_a_party, ledger_is_standard and what createLedger does. */
export async function changeLedger(ctx: Context, id: string, ledger: LedgerChange): Promise<string> {
  return await mustFind(
    ctx,
    "ledger.ledgers",
    id,
    (tx) => callJson(tx.sql, "ledger.put_ledger", { p_id: id, p_ledger: ledger }),
  );
}

/** A ledger as JSON text. Refuses: not_found. */
export async function readLedger(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "ledger.ledgers", id, (tx) => callJson(tx.sql, "ledger.ledger_json", { p_id: id }));
}

/** A page of ledgers, by name; of one group where it is named. */
export async function listLedgers(ctx: Context, { limit, cursor, q, group }: LedgerQuery): Promise<string> {
  const after = keysAfter(cursor, 2);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, document::text as json from ledger.ledger_list
      where tenant_id = ${tenantId} ${namedLike(sql, q)} ${group === undefined ? sql`` : sql`and group_code = ${group}`}
        ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::uuid)` : sql``}
      order by name, id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), limit);
}
