import { createHash, createPublicKey, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { Database } from "../../../db/pool.ts";
import type { Provider } from "./world.ts";

export interface KeyPair {
  readonly kid: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

export interface SandboxKeys {
  /** Opens sign-ins. */
  readonly signIn: KeyPair;
  /** Signs invoices and QR codes. */
  readonly signing: KeyPair;
}

/** The keys of one of the two portals, made once a database and the same for every process on it. */
export async function sandboxKeys(db: Database, provider: Provider = "irp1"): Promise<SandboxKeys> {
  const names = provider === "irp1" ? ["irp_sign_in", "irp_signing"] : ["irp2_sign_in", "irp2_signing"];
  const [signIn, signing] = await Promise.all(names.map((name) => keyPair(db, name)));
  return { signIn: signIn!, signing: signing! };
}

/**
 * What a client of a sandbox portal is configured with, as NIC hands it out: public keys only. Signing keys are those of
 * both portals, its own first: what one signed the other shows.
 */
export async function sandboxPortalKeys(db: Database, provider: Provider = "irp1") {
  const own = await sandboxKeys(db, provider);
  const other = await sandboxKeys(db, provider === "irp1" ? "irp2" : "irp1");
  const signingKeys = [own, other].map(({ signing: { kid, publicKey } }) => ({ kid, publicKey }));
  return { signInKey: own.signIn.publicKey, signingKeys };
}

/** The key pair of this name, made once a database. */
export async function keyPair(db: Database, name: string): Promise<KeyPair> {
  const [kept] = await readKey(db, name);
  if (kept) return kept;
  const made = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const kid = thumbprint(made.publicKey);
  await db`insert into sandbox.keys (name, kid, private_key, public_key)
    values (${name}, ${kid}, ${made.privateKey}, ${made.publicKey}) on conflict (name) do nothing`;
  const [first] = await readKey(db, name);
  if (!first) throw new Error(`sandbox key ${name} was neither found nor made`);
  return first;
}

function readKey(db: Database, name: string) {
  return db<KeyPair[]>`select kid, private_key as "privateKey", public_key as "publicKey"
    from sandbox.keys where name = ${name}`;
}

/** Forty upper-case hex digits, as a certificate's SHA-1 thumbprint; here over the public key. */
function thumbprint(publicKeyPem: string): string {
  const der = createPublicKey(publicKeyPem).export({ type: "spki", format: "der" });
  return createHash("sha1").update(der).digest("hex").toUpperCase();
}
