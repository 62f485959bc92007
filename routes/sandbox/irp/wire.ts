import { Buffer } from "node:buffer";
import { constants, createCipheriv, createDecipheriv, privateDecrypt } from "node:crypto";
import type { Context } from "hono";
import type { Fault } from "../faults.ts";
import { spoilIrpEnvelope } from "../spoilt_answers.ts";

// The portal's side of the wire, written apart from the client's on purpose: were the two to share their cryptography,
// a mistake in it would agree with itself in every test.

/** RSA-PKCS1 v1.5, then base64, then JSON. Answers the portal's code where one of them fails. */
export function openSignIn(data: string, privateKey: string): { plain: Record<string, unknown> } | { code: string } {
  let inner: string;
  try {
    const key = { key: privateKey, padding: constants.RSA_PKCS1_PADDING };
    inner = privateDecrypt(key, Buffer.from(data, "base64")).toString("latin1");
  } catch {
    return { code: "1020" };
  }
  try {
    const plain = JSON.parse(Buffer.from(inner, "base64").toString("utf8"));
    return typeof plain === "object" && plain !== null ? { plain } : { code: "5001" };
  } catch {
    return { code: "5001" };
  }
}

/** AES-256-ECB with PKCS#7 padding, base64. */
export function seal(plain: string | Uint8Array, key: Uint8Array): string {
  const cipher = createCipheriv("aes-256-ecb", key, null);
  return Buffer.concat([cipher.update(Buffer.from(plain as string)), cipher.final()]).toString("base64");
}

/** The text under the session key; null where it does not open. */
export function open(data: string, key: Uint8Array): string | null {
  try {
    const decipher = createDecipheriv("aes-256-ecb", key, null);
    return Buffer.concat([decipher.update(Buffer.from(data, "base64")), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

export interface PortalError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export interface Info {
  readonly InfCd: string;
  readonly Desc: unknown;
}

/** What an operation answers, before it is wrapped: JSON text, or errors. HTTP status is 200 for both. */
export type Reply =
  | { readonly plain: string; readonly info?: readonly Info[] }
  | { readonly errors: readonly PortalError[]; readonly info?: readonly Info[] };

/** The envelope of every answer. Status is a number and ErrorDetails a plain array, as production answers. */
export function envelope(reply: Reply, wrap: (plain: string) => unknown, fault: Fault | null = null): Response {
  const info = reply.info ?? null;
  const body = "plain" in reply
    ? { Status: 1, Data: wrap(reply.plain), ErrorDetails: null, InfoDtls: info }
    : { Status: 0, Data: null, ErrorDetails: reply.errors, InfoDtls: info };
  return Response.json(spoilIrpEnvelope(body, fault));
}

/** Both spellings of the header names are about: client_id and client-id. */
export function header(c: Context, name: string): string | undefined {
  return c.req.header(name) ?? c.req.header(name.replace("_", "-"));
}
