import { Hono } from "hono";
import { z } from "zod";
import {
  createWebhook,
  deleteWebhook,
  deliverySchema,
  enableWebhook,
  listDeliveries,
  listWebhooks,
  newWebhookSchema,
  rotateSecret,
  tryWebhook,
  webhookMadeSchema,
  webhookSchema,
} from "../../domain/notify/mod.ts";
import { pageQuery } from "../../domain/shared/page.ts";
import { answerCreated, answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "webhooks";
const scope = "webhooks:write";
const refuses = { 404: ["not_found"] } as const;

/** Where a company's own programs are told of what happens. */
export function webhooks(): Hono<Env> {
  return new Hono<Env>()
    .post(
      "/api/webhooks",
      endpoint({
        summary: "Adds an address that events are sent to",
        description:
          "Deliveries are signed as Standard Webhooks says (webhook-id, webhook-timestamp, webhook-signature); the secret is " +
          "shown this once. Each arrives at least once, is repeated for three days while the address fails, and carries the " +
          "same webhook-id every time.",
        tag,
        scope,
        body: newWebhookSchema,
        creates: true,
        answers: { status: 201, description: "The webhook and its secret", schema: webhookMadeSchema },
        refuses: { 400: ["webhook_url_not_allowed"], 409: ["webhooks_too_many"] },
      }),
      async (c) => {
        const { keys, settings } = c.var.deps;
        const around = { keys, local: settings.webhooksLocal ?? false };
        return answerCreated(c, await createWebhook(contextOf(c), around, c.req.valid("json"), c.var.claim));
      },
    )
    .get(
      "/api/webhooks",
      endpoint({
        summary: "The company's webhooks, and how their addresses answer",
        tag,
        scope,
        query: z.strictObject(pageQuery),
        answers: { status: 200, description: "A page, oldest first", schema: webhookSchema, list: true },
      }),
      async (c) => answerJson(c, await listWebhooks(contextOf(c), c.req.valid("query"))),
    )
    .delete(
      "/api/webhooks/:id",
      endpoint({
        summary: "Removes a webhook, with what was not delivered yet",
        tag,
        scope,
        answers: { status: 204, description: "It is gone" },
        refuses,
      }),
      async (c) => {
        await deleteWebhook(contextOf(c), c.req.param("id"));
        return c.body(null, 204);
      },
    )
    .post(
      "/api/webhooks/:id/rotate-secret",
      endpoint({
        summary: "A new secret; for 24 hours deliveries carry the old one's signature too",
        tag,
        scope,
        answers: { status: 200, description: "The webhook and its new secret", schema: webhookMadeSchema },
        refuses,
      }),
      async (c) => answerJson(c, await rotateSecret(contextOf(c), c.var.deps.keys, c.req.param("id"))),
    )
    .post(
      "/api/webhooks/:id/enable",
      endpoint({
        summary: "Switches a webhook on again",
        tag,
        scope,
        answers: { status: 200, description: "The webhook", schema: webhookSchema },
        refuses,
      }),
      async (c) => answerJson(c, await enableWebhook(contextOf(c), c.req.param("id"))),
    )
    .post(
      "/api/webhooks/:id/test",
      endpoint({
        summary: "Sends the event webhook.test",
        tag,
        scope,
        answers: { status: 200, description: "Its delivery", schema: z.object({ deliveryId: z.uuid() }) },
        refuses,
      }),
      async (c) => answerJson(c, await tryWebhook(contextOf(c), c.var.deps.later, c.req.param("id"))),
    )
    .get(
      "/api/webhooks/:id/deliveries",
      endpoint({
        summary: "What was sent to a webhook in the last 30 days",
        tag,
        scope,
        query: z.strictObject(pageQuery),
        answers: { status: 200, description: "A page, newest first", schema: deliverySchema, list: true },
        refuses,
      }),
      async (c) => answerJson(c, await listDeliveries(contextOf(c), c.req.param("id"), c.req.valid("query"))),
    );
}
