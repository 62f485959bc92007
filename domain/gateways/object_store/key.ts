import { createHash } from "node:crypto";

/** An object is held in memory whole; a printed invoice has a hundredth of this. */
export const maxBytes = 32 * 1024 * 1024;

const part = "[A-Za-z0-9][A-Za-z0-9._-]*";
const plain = new RegExp(`^${part}(/${part})*$`);

/** A key leads nowhere but below where it belongs: no part begins with a dot, and none is empty. Throws for another. */
export function checkedKey(key: string): string {
  if (key.length > 512 || !plain.test(key)) throw new TypeError(`not a key of an object: ${JSON.stringify(key)}`);
  return key;
}

export const sha256Hex = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
