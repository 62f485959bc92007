import { Buffer } from "node:buffer";
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { BoxKey, Keys } from "./keys.ts";

/** Where a secret is stored. It is authenticated with the secret, so a box moved to another row does not open. */
export interface BoxPlace {
  readonly tenantId: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** The box was altered, moved to another place, or sealed with a key that is gone. */
export class BoxNotOpened extends Error {
  override readonly name = "BoxNotOpened";
}

/** It was sealed under a secret this process was not told. */
export class BoxKeyMissing extends BoxNotOpened {
  constructor(readonly keyId: string) {
    super(
      `sealed under key ${keyId}, which no secret of this installation makes: add the secret that was in use then to PAKKA_OLD_SECRETS`,
    );
  }
}

const version = "b1";

/** Seals text with AES-256-GCM: `b1.<key id>.<base64url of 12 bytes nonce, ciphertext, 16 bytes tag>`. */
export function sealSecret(keys: Pick<Keys, "boxes">, place: BoxPlace, text: string): string {
  const [key] = keys.boxes;
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce).setAAD(authenticated(key, place));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${key.id}.${sealed.toString("base64url")}`;
}

/** Opens what `sealSecret` made for the same place; throws `BoxNotOpened` where one bit of box or place differs. */
export function openSecret(keys: Pick<Keys, "boxes">, place: BoxPlace, box: string): string {
  const [given, keyId, body = "", ...rest] = box.split(".");
  const key = keys.boxes.find((key) => key.id === keyId);
  if (given === version && !key && /^[0-9a-f]{8}$/.test(keyId ?? "")) throw new BoxKeyMissing(keyId!);
  const sealed = Buffer.from(body, "base64url");
  // A second spelling of the same bytes is refused too: base64url leaves spare bits in its last letter.
  const isCanonical = sealed.toString("base64url") === body && rest.length === 0;
  if (given !== version || !key || !isCanonical || sealed.length < 28) throw new BoxNotOpened("not a box we can open");
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, sealed.subarray(0, 12), { authTagLength: 16 })
    .setAAD(authenticated(key, place))
    .setAuthTag(sealed.subarray(-16));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString("utf8");
  } catch {
    throw new BoxNotOpened("altered, or sealed for another place");
  }
}

/** What a box looks like, as a regular expression of SQL too. */
export const anyBox = `^${version}[.][0-9a-f]{8}[.][A-Za-z0-9_-]+$`;

/** How every box sealed with the current key begins. */
export function currentPrefix(keys: Pick<Keys, "boxes">): string {
  return `${version}.${keys.boxes[0].id}.`;
}

function authenticated(key: BoxKey, place: BoxPlace): Uint8Array {
  return Buffer.from([version, key.id, place.tenantId, place.table, place.column, place.rowId].join("|"), "utf8");
}
