import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, type PageAsked, pageJson } from "../shared/page.ts";
import { newToken } from "./opaque_tokens.ts";
import { refuse } from "./refusals.ts";
import type { NewApiKey } from "./schema.ts";

/**
 * Makes an API key and answers it: `{id, key}`, the only time the key is shown. A key can do no more than its maker.
 * Refuses: scope_not_yours.
 */
export async function createApiKey(ctx: Context, keys: Keys, asked: NewApiKey, claim: Claim | null): Promise<Answered> {
  const tooMuch = asked.scopes.findIndex((scope) => !ctx.actor.scopes.has(scope));
  if (tooMuch >= 0) throw refuse("scope_not_yours", { scope: asked.scopes[tooMuch] }, `/scopes/${tooMuch}`);
  return await once(ctx, claim, async (tx) => {
    const key = newToken("pk", tx.tenantId);
    const made = await callOne(tx.sql, "core.create_api_key", {
      p_name: asked.name,
      p_key_hash: key.hash,
      p_scopes: asked.scopes,
      p_requests_per_minute: asked.requestsPerMinute,
    });
    return JSON.stringify({ id: made?.answer, key: key.text });
  }, keys);
}

/** The company's keys by name, revoked ones too; never the key itself. */
export async function listApiKeys(ctx: Context, page: PageAsked): Promise<string> {
  const after = keysAfter(page.cursor, 2);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ id: string; name: string; json: string }[]>`
      select id, name, json_build_object(
        'id', id, 'name', name, 'scopes', scopes, 'requestsPerMinute', requests_per_minute, 'createdBy', created_by,
        'createdAt', created_at, 'lastUsedAt', last_used_at, 'revokedAt', revoked_at)::text as json
      from core.api_keys
      where tenant_id = ${tenantId} ${after ? sql`and (name, id) > (${after[0] ?? ""}, ${after[1] ?? ""})` : sql``}
      order by name, id limit ${page.limit + 1}::int`);
  return pageJson(rows.map(({ id, name, json }) => ({ keys: [name, id], json })), page.limit);
}

/** Revokes a key; it stops within half a minute. Again is as good as once. Refuses: not_found. */
export async function revokeApiKey(ctx: Context, id: string): Promise<void> {
  await mustFind(ctx, "core.api_keys", id, async (tx) => {
    const revoked = await callOne(tx.sql, "core.revoke_api_key", { p_id: id });
    return revoked?.answer;
  });
}
