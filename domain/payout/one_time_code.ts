import { Buffer } from "node:buffer";
import { createHmac, randomInt } from "node:crypto";
import { hashPassword, passwordMatches } from "../core/mod.ts";
import type { Keys } from "../shared/keys.ts";
import type { BoxPlace } from "../shared/secret_box.ts";

/** What a code is good for, and for nothing else: its hash is made over all of it. */
export interface CodePurpose {
  /** Id of the row in payout.otp_log. */
  readonly otpRowId: string;
  readonly invoiceRowId: string;
  /** SHA-256 of the document that is signed, in hex. */
  readonly documentSha256: string;
  readonly email: string;
}

/** Six digits, each code as likely as the next. */
export function newCode(): string {
  return String(randomInt(0, 1_000_000)).padStart(6, "0");
}

/**
 * What is stored of a code. Of a million codes the right one is found from any hash in no time, so that first a key goes in
 * which the database does not have; then scrypt, off the event loop.
 */
export async function hashCode(keys: Pick<Keys, "oneTimePasswords">, code: string, to: CodePurpose): Promise<string> {
  return await hashPassword(bound(keys, code, to));
}

/** Whether this is the code the hash was made of, for the same purpose; compared in constant time. */
export async function codeMatches(
  keys: Pick<Keys, "oneTimePasswords">,
  code: string,
  to: CodePurpose,
  hash: string,
): Promise<boolean> {
  return await passwordMatches(bound(keys, code, to), hash);
}

/** Where a code waits, sealed, until it is mailed. */
export function codePlace(tenantId: string, rowId: string): BoxPlace {
  return { tenantId, table: "payout.otp_log", column: "code_encrypted", rowId };
}

function bound(keys: Pick<Keys, "oneTimePasswords">, code: string, to: CodePurpose): string {
  const said = [code, to.otpRowId, to.invoiceRowId, to.documentSha256, to.email].join("|");
  return createHmac("sha256", Buffer.from(keys.oneTimePasswords)).update(said).digest("hex");
}
