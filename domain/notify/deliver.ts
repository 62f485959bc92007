import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { DeliveryOutcome, WebhookSender } from "../gateways/webhook/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { BoxNotOpened, openSecret } from "../shared/secret_box.ts";
import { type SecretColumn, webhookSecretPlace } from "./webhooks.ts";

const claimedAtOnce = 20;
/** Longer than a delivery may take. */
const leaseSeconds = 60;

export interface DeliverDeps {
  readonly keys: Keys;
  readonly webhooks: WebhookSender;
}

export interface Delivered {
  readonly delivered: number;
  /** To be tried again, or given up. */
  readonly failed: number;
  /** Seconds until the next one is due; null where none waits. */
  readonly nextInSeconds: number | null;
}

interface Claimed {
  delivery_id: string;
  webhook_id: string;
  url: string;
  secret_encrypted: string;
  old_secret_encrypted: string | null;
  event_id: string;
  body: string;
  attempt: number;
}

/**
 * Sends what is due to the tenant's webhooks, a batch at a time: claim (committed), post outside any transaction, record.
 * Each delivery arrives at least once, under the same `webhook-id` every time. Safe beside other workers.
 */
export async function deliverDue(
  ctx: Context,
  deps: DeliverDeps,
  signal?: AbortSignal,
): Promise<Delivered> {
  const result = { delivered: 0, failed: 0 };
  let nextInSeconds: number | null = null;
  while (!signal?.aborted) {
    const { claimed, next } = await withTenant(ctx, async ({ sql }) => {
      const claimed = await sql<Claimed[]>`
        select * from ops.claim_deliveries(${claimedAtOnce}, make_interval(secs => ${leaseSeconds}))`;
      const [next] = claimed.length > 0 ? [] : await sql<{ s: string | null }[]>`select ops.next_delivery() as s`;
      return { claimed, next: next?.s ?? null };
    });
    nextInSeconds = next === null ? null : Math.max(0, Number(next));
    if (claimed.length === 0) break;
    const results = await Promise.all(claimed.map(async (one) => ({
      deliveryId: one.delivery_id,
      attempt: one.attempt,
      ...await send(ctx, deps, one),
    })));
    await withTenant(ctx, ({ sql }) => callRows(sql, "ops.record_deliveries", { p_results: results }));
    for (const { outcome } of results) result[outcome === "delivered" ? "delivered" : "failed"]++;
  }
  return { ...result, nextInSeconds };
}

async function send(
  ctx: Context,
  { keys, webhooks }: DeliverDeps,
  one: Claimed,
): Promise<DeliveryOutcome> {
  const open = (column: SecretColumn, box: string) =>
    openSecret(keys, webhookSecretPlace(ctx.actor.tenantId, one.webhook_id, column), box);
  try {
    const secrets = [open("secret_encrypted", one.secret_encrypted)];
    if (one.old_secret_encrypted) secrets.push(open("old_secret_encrypted", one.old_secret_encrypted));
    const delivery = { url: one.url, id: `evt_${one.event_id}`, body: one.body, secrets };
    return await webhooks.send(delivery, ctx.clock.now());
  } catch (error) {
    if (!(error instanceof BoxNotOpened)) throw error;
    const why =
      "the stored secret does not open; give the webhook a new one with POST /api/webhooks/{id}/rotate-secret";
    return { outcome: "retry", status: null, error: why, waitSeconds: null };
  }
}
