import { z } from "zod";
import { text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";
import { eventTypes } from "./events.ts";

const instant = () => z.iso.datetime({ offset: true });

/** `POST /api/webhooks` */
export const newWebhookSchema = z.strictObject({
  url: z.string().min(1).max(2000).meta({ examples: ["https://books.example/pakka"] }),
  description: text(200).optional(),
  events: z.array(z.enum(eventTypes)).max(eventTypes.length).default([]).meta({
    description: "types of event wanted; none named: all of them",
  }),
});
export type NewWebhook = z.output<typeof newWebhookSchema>;

const webhook = {
  id: z.uuid(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(z.string()),
  createdAt: instant(),
  createdBy: z.uuid().nullable(),
  oldSecretUntil: instant().nullable().meta({
    description: "until then deliveries carry the old secret's signature too",
  }),
  status: z.enum(["on", "failing", "off"]),
  switchedOffAt: instant().nullable(),
  switchedOffWhy: z.string().nullable(),
  failingSince: instant().nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  lastDeliveredAt: instant().nullable(),
  pending: z.int().meta({ description: "deliveries that wait" }),
};
export const webhookSchema = z.object(webhook).meta({ id: "Webhook" });
const secret = z.string().meta({ description: "whsec_…, shown this once; verifies the webhook-signature header" });
export const webhookMadeSchema = z.object({ ...webhook, secret }).meta({ id: "WebhookMade" });

export const deliverySchema = z.object({
  id: z.uuid(),
  eventId: z.string().meta({ description: "the webhook-id header: the same at every attempt" }),
  eventType: z.string(),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  nextAttemptAt: instant().nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  raisedAt: instant(),
  finishedAt: instant().nullable(),
}).meta({ id: "WebhookDelivery" });

export const notificationsQuery = z.strictObject({
  ...pageQuery,
  open: z.enum(["true", "false"]).default("true").meta({ description: "true: only what is not settled" }),
  severity: z.enum(["critical", "warning", "info"]).optional(),
});
export type NotificationsAsked = z.output<typeof notificationsQuery>;

export const notificationSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  key: z.string().meta({ description: "what it is about, within its kind" }),
  severity: z.enum(["critical", "warning", "info"]),
  subject: z.string(),
  body: z.string(),
  facts: z.record(z.string(), z.unknown()),
  count: z.int().meta({ description: "how often it was raised while open" }),
  firstSeenAt: instant(),
  lastSeenAt: instant(),
  resolvedAt: instant().nullable(),
  resolvedBy: z.uuid().nullable().meta({ description: "null where it settled itself" }),
  mailedAt: instant().nullable(),
  mailError: z.string().nullable(),
}).meta({ id: "Notification" });
