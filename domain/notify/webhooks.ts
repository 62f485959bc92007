import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { callJson, callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { addressRefused } from "../gateways/webhook/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, type PageAsked, pageJson } from "../shared/page.ts";
import { openSecret, sealSecret } from "../shared/secret_box.ts";
import type { Later } from "../shared/work.ts";
import { refuse } from "./refusals.ts";
import type { NewWebhook } from "./schema.ts";
import { deliverEvents } from "./work.ts";

export type SecretColumn = "secret_encrypted" | "old_secret_encrypted";

/** Where a webhook's secret is kept: the box opens nowhere else. */
export function webhookSecretPlace(tenantId: string, rowId: string, column: SecretColumn) {
  return { tenantId, table: "ops.webhooks", column, rowId };
}

/**
 * Makes a webhook and answers it with its secret, the only time that is shown. `local`: http:// and this network are
 * allowed. Refuses: webhook_url_not_allowed, webhooks_too_many.
 */
export async function createWebhook(
  ctx: Context,
  { keys, local }: { keys: Keys; local: boolean },
  asked: NewWebhook,
  claim: Claim | null,
): Promise<Answered> {
  const why = addressRefused(asked.url, local);
  if (why) throw refuse("webhook_url_not_allowed", { why }, "/url");
  return await once(ctx, claim, async ({ sql, tenantId }) => {
    const [id, secret] = [crypto.randomUUID(), newSecret()];
    const secretEncrypted = sealSecret(keys, webhookSecretPlace(tenantId, id, "secret_encrypted"), secret);
    const url = new URL(asked.url).href;
    const made = await callJson(sql, "ops.create_webhook", { p_webhook: { ...asked, url, id, secretEncrypted } });
    return withSecret(made, secret);
  }, keys);
}

/** The company's webhooks, oldest first, with how their addresses answer; no secrets. */
export async function listWebhooks(ctx: Context, page: PageAsked): Promise<string> {
  const after = keysAfter(page.cursor, ["instant", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ at: string; id: string; json: string }[]>`
      select created_at::text as at, id, ops.webhook_json(id)::text as json from ops.webhooks
      where tenant_id = ${tenantId} ${
      after ? sql`and (created_at, id) > (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""}::text::uuid)` : sql``
    }
      order by created_at, id limit ${page.limit + 1}`);
  return pageJson(rows.map(({ at, id, json }) => ({ keys: [at, id], json })), page.limit);
}

/** Removes a webhook with what was not delivered yet. Refuses: not_found. */
export async function deleteWebhook(ctx: Context, id: string): Promise<void> {
  await mustFind(
    ctx,
    "ops.webhooks",
    id,
    async ({ sql }) => (await callOne(sql, "ops.delete_webhook", { p_id: id }))?.answer,
  );
}

/** A new secret, shown this once; for 24 hours deliveries carry the old one's signature too. Refuses: not_found. */
export async function rotateSecret(ctx: Context, keys: Keys, id: string): Promise<string> {
  return await mustFind(ctx, "ops.webhooks", id, async ({ sql, tenantId }) => {
    const [row] = await sql<{ box: string }[]>`
      select secret_encrypted as box from ops.webhooks where tenant_id = ${tenantId} and id = ${id} for update`;
    if (!row) return null;
    const place = (column: SecretColumn) => webhookSecretPlace(tenantId, id, column);
    const [old, secret] = [openSecret(keys, place("secret_encrypted"), row.box), newSecret()];
    const rotated = await callJson(sql, "ops.rotate_webhook_secret", {
      p_id: id,
      p_secret_encrypted: sealSecret(keys, place("secret_encrypted"), secret),
      p_old_secret_encrypted: sealSecret(keys, place("old_secret_encrypted"), old),
    });
    return withSecret(rotated, secret);
  });
}

/** Switches a webhook on again, whatever switched it off. Refuses: not_found. */
export async function enableWebhook(ctx: Context, id: string): Promise<string> {
  return await mustFind(ctx, "ops.webhooks", id, ({ sql }) => callJson(sql, "ops.enable_webhook", { p_id: id }));
}

/** Sends the event `webhook.test` now; answers the id of its delivery. Refuses: not_found. */
export async function tryWebhook(ctx: Context, later: Later, id: string): Promise<string> {
  const sent = await mustFind(
    ctx,
    "ops.webhooks",
    id,
    async ({ sql }) => (await callOne(sql, "ops.test_webhook", { p_id: id }))?.answer,
  );
  later.nudge(deliverEvents, { tenantId: ctx.actor.tenantId });
  return JSON.stringify({ deliveryId: sent });
}

/** What was sent to a webhook, newest first. Refuses: not_found, cursor_not_valid. */
export async function listDeliveries(ctx: Context, id: string, page: PageAsked): Promise<string> {
  const after = keysAfter(page.cursor, ["uuid"]);
  const rows = await mustFind(ctx, "ops.webhooks", id, async ({ sql, tenantId }) => {
    const [found] = await sql`select 1 from ops.webhooks where tenant_id = ${tenantId} and id = ${id}`;
    return found && await sql<{ id: string; json: string }[]>`
      select id, json_build_object(
        'id', id, 'eventId', 'evt_' || event_id, 'eventType', event_type, 'status', status, 'attempts', attempts,
        'nextAttemptAt', case when status = 'pending' then next_attempt_at end, 'lastStatus', last_status, 'lastError', last_error,
        'raisedAt', raised_at, 'finishedAt', finished_at)::text as json
      from ops.webhook_deliveries
      where tenant_id = ${tenantId} and webhook_id = ${id} ${
      after ? sql`and id < ${after[0] ?? ""}::text::uuid` : sql``
    }
      order by id desc limit ${page.limit + 1}`;
  });
  return pageJson(rows.map((row) => ({ keys: [row.id], json: row.json })), page.limit);
}

/** 256 random bits in the form of Standard Webhooks. */
function newSecret(): string {
  return `whsec_${Buffer.from(randomBytes(32)).toString("base64")}`;
}

function withSecret(json: string | null, secret: string): string {
  return JSON.stringify({ ...JSON.parse(json ?? "{}"), secret });
}
