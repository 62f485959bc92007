import { Hono } from "hono";
import type { z } from "zod";
import type { Visitor } from "../../../domain/core/mod.ts";
import {
  listNotifications,
  listWebhooks,
  type notificationSchema,
  notificationsQuery,
  resolveNotification,
} from "../../../domain/notify/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { showPage } from "../layout.tsx";
import { page, visitorOf } from "../page.ts";
import { Action, Badge, Empty, Head, More, Sheet, Table } from "../parts.tsx";
import { operations } from "../sections.ts";
import { Instant, withInstantsInWords } from "../times.tsx";
import { type Webhook, WebhookTable } from "./webhooks.tsx";
import { State } from "./words.tsx";

type Notification = z.infer<typeof notificationSchema>;
type Listed = { readonly data: readonly Notification[]; readonly nextCursor: string | null };

/** `/ops/notifications`: what needs a person, and the button that says it is settled. */
export function notificationPages(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/ops/notifications",
      page({ summary: "Notifications", scope: "ops:read", query: notificationsQuery }),
      async (c) => {
        const ctx = contextOf(c);
        const [visitor, query] = [visitorOf(c), c.req.valid("query")];
        const [told, webhooks] = await Promise.all([
          listNotifications(ctx, query),
          visitor.caller.actor.scopes.has("webhooks:write") ? listWebhooks(ctx, { limit: 50 }) : null,
        ]);
        const shown = {
          listed: JSON.parse(told) as Listed,
          webhooks: webhooks === null ? null : (JSON.parse(webhooks) as { data: Webhook[] }).data,
        };
        return showPage(
          c,
          { title: "Notifications", section: operations, reload: query.cursor ? 0 : 15 },
          <Whole {...shown} {...{ query, visitor, now: ctx.clock.now() }} />,
        );
      },
    )
    .post("/ops/notifications/:id/resolve", page({ summary: "It is settled", scope: "ops:write" }), async (c) => {
      await resolveNotification(contextOf(c), c.req.param("id"));
      return c.redirect("/ops/notifications", 303);
    });
}

interface Asked {
  readonly listed: Listed;
  /** Null for whoever may not see them. */
  readonly webhooks: readonly Webhook[] | null;
  readonly query: z.output<typeof notificationsQuery>;
  readonly now: Date;
  readonly visitor: Visitor;
}

function Whole({ listed, webhooks, query, now, visitor }: Asked) {
  const isOpen = query.open === "true";
  const aside = isOpen
    ? <a href="/ops/notifications?open=false">Show those that are settled too</a>
    : <a href="/ops/notifications">Only what is open</a>;
  return (
    <>
      <Head title="Notifications" now={now}>
        What needs a person. While one is open, the same again only counts; mail goes out once a day for it.
      </Head>
      <Sheet title={isOpen ? "Open" : "All"} aside={aside}>
        <Notifications {...{ notifications: listed.data, now, visitor }} />
        <More path="/ops/notifications" query={query} cursor={listed.nextCursor} />
      </Sheet>
      {webhooks && (
        <Sheet title="Where programs are told">
          <WebhookTable {...{ webhooks, now, visitor }} />
        </Sheet>
      )}
    </>
  );
}

interface Shown {
  readonly notifications: readonly Notification[];
  readonly now: Date;
  readonly visitor: Visitor;
}

function Notifications({ notifications, now, visitor }: Shown) {
  if (notifications.length === 0) {
    return <Empty title="Nothing needs a person">What does is shown here and mailed.</Empty>;
  }
  return (
    <Table
      columns={["Last seen", "How grave", "What", "Seen", "Mail", ""]}
      rows={notifications.map((one) => [
        <Instant at={one.lastSeenAt} now={now} />,
        <State of={one.severity} />,
        <>
          <b>{withInstantsInWords(one.subject)}</b>
          <span class="small quiet reason">{withInstantsInWords(one.body)}</span>
        </>,
        <span class="whole">{one.count === 1 ? "once" : `${one.count} times`}</span>,
        <MailState of={one} />,
        one.resolvedAt === null
          ? (
            <Action
              {...{ visitor, label: "Settled", says: `Settled: ${one.subject}` }}
              needs="ops:write"
              to={`/ops/notifications/${one.id}/resolve`}
            />
          )
          : <Badge tone="good">Settled</Badge>,
      ])}
    />
  );
}

function MailState({ of: { mailedAt, mailError, severity } }: { of: Notification }) {
  if (mailError !== null) return <Badge tone="bad">not sent</Badge>;
  if (mailedAt !== null) return <span class="quiet">sent</span>;
  return <span class="quiet">{severity === "info" ? "none" : "on its way"}</span>;
}
