import { Buffer } from "node:buffer";
import { createHash, createHmac, randomBytes } from "node:crypto";

/**
 * Tokens that are looked up rather than read: `pk_…` API keys, `pkr_…` refresh tokens, `pkp_…` sessions on the pages. Each
 * is its tenant's uuid and 32 random bytes, so that the row is found under row-level security; only the SHA-256 is stored.
 */
export type TokenKind = "pk" | "pkr" | "pkp";

export interface OpaqueToken {
  readonly tenantId: string;
  readonly hash: Uint8Array;
}

export interface NewToken extends OpaqueToken {
  /** Shown to its owner once. */
  readonly text: string;
}

/** A new token of this tenant, from 256 random bits. */
export function newToken(kind: TokenKind, tenantId: string): NewToken {
  return assemble(kind, tenantId, randomBytes(32));
}

/** The token that follows another: always the same one, so that a repeated refresh gets the same answer. */
export function successorToken(key: Uint8Array, kind: TokenKind, token: OpaqueToken): NewToken {
  return assemble(kind, token.tenantId, createHmac("sha256", key).update(token.hash).digest());
}

/** Reads a token's tenant and hash; null where it does not have the shape. Whether it exists is the database's to say. */
export function readToken(kind: TokenKind, text: string): OpaqueToken | null {
  const body = text.slice(kind.length + 1);
  if (!text.startsWith(`${kind}_`) || !/^[A-Za-z0-9_-]{64}$/.test(body)) return null;
  return { tenantId: uuidText(Buffer.from(body, "base64url").subarray(0, 16)), hash: sha256(text) };
}

function assemble(kind: TokenKind, tenantId: string, random: Uint8Array): NewToken {
  const tenant = Buffer.from(tenantId.replaceAll("-", ""), "hex");
  const text = `${kind}_${Buffer.concat([tenant, random]).toString("base64url")}`;
  return { text, tenantId, hash: sha256(text) };
}

function sha256(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

function uuidText(bytes: Buffer): string {
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
