import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { namedLike } from "../shared/named_like.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { MasterQuery, Party } from "./schema.ts";

/** Makes a party with its ledger. Refuses: party_exists and what billing.put_party refuses of a GSTIN or State. */
export async function createParty(ctx: Context, party: Party, claim: Claim | null): Promise<Answered> {
  return await once(
    ctx,
    claim,
    async (tx) => await callJson(tx.sql, "billing.put_party", { p_id: null, p_party: party }) ?? "null",
  );
}

/** Changes a party; what is left out is emptied. Refuses: not_found and what createParty refuses. */
export async function changeParty(ctx: Context, id: string, party: Party): Promise<string> {
  return await mustFind(
    ctx,
    "billing.parties",
    id,
    (tx) => callJson(tx.sql, "billing.put_party", { p_id: id, p_party: party }),
  );
}

/** A party as JSON text. Refuses: not_found. */
export async function readParty(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "billing.parties", id, (tx) => callJson(tx.sql, "billing.party_json", { p_id: id }));
}

/** A page of parties, by name. */
export async function listParties(ctx: Context, { limit, cursor, q }: MasterQuery): Promise<string> {
  const after = keysAfter(cursor, 2);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, document::text as json from billing.party_list
      where tenant_id = ${tenantId} ${namedLike(sql, q)}
        ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""}::uuid)` : sql``}
      order by name, id limit ${limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), limit);
}
