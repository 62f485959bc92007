import { Buffer } from "node:buffer";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { refuse } from "./refusals.ts";

/** scrypt at N=2^15, r=8: about 100 ms and 32 MB, off the event loop (OWASP's floor for scrypt with p=3 in one lane). */
const cost = { N: 2 ** 15, r: 8, p: 1 };
const keyLength = 32;
/** Two at once: more would only take the cores and the memory from everybody else. */
const lanes = 2;
const waitingAtMost = 100;

/** What is stored for a password: `scrypt$N$r$p$salt$hash`. Any length, any letters; nothing is cut off. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Whether the password is the stored one. An account that does not exist (null) takes as long to refuse. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [, N, r, p, salt = "", hash = ""] = (stored ?? nobody).split("$");
  const derived = await derive(password, Buffer.from(salt, "base64url"), { N: Number(N), r: Number(r), p: Number(p) });
  const expected = Buffer.from(hash, "base64url");
  return expected.length === derived.length && timingSafeEqual(expected, derived) && stored !== null;
}

const nobody = ["scrypt", cost.N, cost.r, cost.p, "bm9ib2R5LW5vYm9keQ", Buffer.alloc(keyLength).toString("base64url")]
  .join("$");

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Uint8Array, { N, r, p }: typeof cost): Promise<Buffer> {
  if (running >= lanes) {
    if (waiting.length >= waitingAtMost) throw refuse("sign_in_busy", { retryAfter: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await new Promise((resolve, reject) =>
      scrypt(
        password.normalize("NFKC"),
        salt,
        keyLength,
        { N, r, p, maxmem: 256 * N * r },
        (error, key) => error ? reject(error) : resolve(key),
      )
    );
  } finally {
    // The lane is handed to the next one rather than freed, so that nobody overtakes.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
