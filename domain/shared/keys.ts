import { Buffer } from "node:buffer";
import { createHash, createPrivateKey, createPublicKey, hkdfSync } from "node:crypto";

/** The key pair of access tokens. `kid` names it in the token's header; nothing else there is believed. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** A key of secret boxes, with the id that each box begins with. */
export interface BoxKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Every key of the installation, all derived from the one secret of the settings. */
export interface Keys {
  readonly signing: SigningKey;
  /** The first one seals; all of them open, so that a secret can be changed while old boxes are read. */
  readonly boxes: readonly [BoxKey, ...BoxKey[]];
  /** Makes the successor of a refresh token from the token itself. */
  readonly refresh: Uint8Array;
  /** Tells who a session at a portal was opened by, without telling the password to who reads the database. */
  readonly sessions: Uint8Array;
  /** Without it a one-time password cannot be guessed from its hash, of which there are only a million. */
  readonly oneTimePasswords: Uint8Array;
  /** Tells whether two bank accounts are the same, without telling the number. */
  readonly bankAccounts: Uint8Array;
}

/** An Ed25519 private key in PKCS #8 is this prefix and the 32-byte seed (RFC 8410). */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

/** Derives all keys (HKDF-SHA-256, one label a use). `previous`: secrets in use before, for opening what they sealed. */
export async function deriveKeys(secret: string, previous: readonly string[] = []): Promise<Keys> {
  return {
    signing: await signingKey(derive(secret, "access tokens")),
    boxes: [boxKey(secret), ...previous.map(boxKey)],
    refresh: derive(secret, "refresh tokens"),
    sessions: derive(secret, "portal sessions"),
    oneTimePasswords: derive(secret, "one-time passwords"),
    bankAccounts: derive(secret, "bank accounts"),
  };
}

function derive(secret: string, label: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", `pakka ${label}`, 32));
}

function boxKey(secret: string): BoxKey {
  const bytes = derive(secret, "secret boxes");
  return { id: shortId(bytes), bytes };
}

async function signingKey(seed: Uint8Array): Promise<SigningKey> {
  const pkcs8 = Buffer.concat([pkcs8Prefix, seed]);
  const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }))
    .export({ format: "der", type: "spki" });
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey("pkcs8", pkcs8, "Ed25519", false, ["sign"]),
    crypto.subtle.importKey("spki", new Uint8Array(spki), "Ed25519", true, ["verify"]),
  ]);
  return { kid: shortId(spki), privateKey, publicKey };
}

function shortId(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 8);
}
