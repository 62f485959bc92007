export { addressRefused, isPublicAddress } from "./address.ts";
export { webhookSender } from "./client.ts";
export { signWebhook } from "./sign.ts";

/** One delivery: the bytes as they were signed. */
export interface Delivery {
  readonly url: string;
  /** `webhook-id`: the same at every attempt. */
  readonly id: string;
  readonly body: string;
  /** `whsec_…`; two while a secret is being changed. */
  readonly secrets: readonly string[];
}

/** How an address answered. `gone`: it says that it wants no more (410). */
export interface DeliveryOutcome {
  readonly outcome: "delivered" | "retry" | "gone";
  readonly status: number | null;
  readonly error: string | null;
  /** Seconds the address asked us to wait. */
  readonly waitSeconds: number | null;
}

/** Sends deliveries; never throws for what an address does. */
export interface WebhookSender {
  /** Whether http:// and this network are allowed, for development. */
  readonly local: boolean;
  send(delivery: Delivery, now: Date): Promise<DeliveryOutcome>;
}
