import type { Context } from "hono";
import { createHash } from "node:crypto";
import type { Claim } from "../../domain/shared/once.ts";
import { defineRefusals } from "../../domain/shared/refusals.ts";
import type { Env } from "../deps.ts";

const refuse = defineRefusals({
  idempotency_key_malformed: { status: 400, message: "an Idempotency-Key has 1 to 200 printable ASCII characters" },
});

/**
 * The Idempotency-Key of a request and the hash of what it asks: method, path and body, byte for byte. Null without one.
 * The key is claimed later, in the transaction of the effect.
 */
export async function readClaim(c: Context<Env>): Promise<Claim | null> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw refuse("idempotency_key_malformed");
  const hash = createHash("sha256").update(`${c.req.method} ${c.req.path}\n`);
  return { key, requestHash: hash.update(new Uint8Array(await c.req.arrayBuffer())).digest("hex") };
}
