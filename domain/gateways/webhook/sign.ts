import { Webhook } from "standardwebhooks";
import type { Delivery } from "./mod.ts";

/** The three headers of Standard Webhooks, signed with each secret: while one is changed, either verifies. */
export function signWebhook({ id, body, secrets }: Pick<Delivery, "id" | "body" | "secrets">, now: Date) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(" "),
  };
}
