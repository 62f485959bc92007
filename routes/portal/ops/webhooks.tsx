import { Hono } from "hono";
import type { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import { enableWebhook, type webhookSchema } from "../../../domain/notify/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { page } from "../page.ts";
import { Action, Empty, Table } from "../parts.tsx";
import { Instant } from "../times.tsx";
import { State } from "./words.tsx";

export type Webhook = z.infer<typeof webhookSchema>;

/** A webhook that was switched off because its address failed for days is switched on again. */
export function webhookPages(): Hono<Env> {
  const spec = { summary: "Switches a webhook on", scope: "webhooks:write" } as const;
  return new Hono<Env>().post("/ops/webhooks/:id/enable", page(spec), async (c) => {
    await enableWebhook(contextOf(c), c.req.param("id"));
    return c.redirect("/ops/notifications", 303);
  });
}

interface Shown {
  readonly webhooks: readonly Webhook[];
  readonly now: Date;
  readonly visitor: Visitor;
}

/** Where a company's own programs are told of events, and how these addresses answer. */
export function WebhookTable({ webhooks, now, visitor }: Shown) {
  if (webhooks.length === 0) {
    return <Empty title="No webhook">Programs are told at addresses named with the API.</Empty>;
  }
  return (
    <Table
      columns={["Address", "State", "Delivered last", "Waits", "Last fault", ""]}
      rows={webhooks.map((one) => [
        <>
          <span class="mono">{one.url}</span>
          <span class="small quiet">{one.description}</span>
        </>,
        <State of={one.status} />,
        <Instant at={one.lastDeliveredAt} now={now} />,
        one.pending,
        one.switchedOffWhy ?? one.lastError ?? <span class="quiet none">–</span>,
        one.status === "off" && (
          <Action
            {...{ visitor, label: "Switch on", says: `Switch on ${one.url}` }}
            needs="webhooks:write"
            to={`/ops/webhooks/${one.id}/enable`}
          />
        ),
      ])}
    />
  );
}
