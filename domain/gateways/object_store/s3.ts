import { type Clock, systemClock } from "../../shared/context.ts";
import { checkedKey, maxBytes, sameBytes } from "./key.ts";
import type { NotDone, ObjectStore } from "./mod.ts";
import { ask, codeOf, type S3Wire } from "./s3_wire.ts";

/** A bucket of a store that speaks S3, and the credentials for it. */
export interface S3Place {
  /** `https://s3.example` (bucket in the path), or `https://{bucket}.s3.example` (bucket in the host's name). */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** What every key begins with: `books/`. */
  readonly prefix?: string;
  readonly clock?: Clock;
  readonly timeoutMs?: number;
  readonly pauseMs?: number;
}

/**
 * Objects in a bucket. A put carries `If-None-Match: *`, so that the store itself refuses to overwrite, and the hash of its
 * bytes, which the store checks.
 */
export function s3Store(place: S3Place): ObjectStore {
  const wire: S3Wire = { clock: systemClock, timeoutMs: 30_000, pauseMs: 250, ...place };
  const root = rootOf(place);
  const urlOf = (key: string) => `${root}${checkedKey(`${place.prefix ?? ""}${key}`)}`;
  const get: ObjectStore["get"] = async (key) => {
    const answer = await ask(wire, { method: "GET", url: urlOf(key) });
    if (answer.outcome !== "answer") return answer;
    if (answer.status === 200) return { outcome: "done", bytes: answer.bytes };
    return answer.status === 404 && codeOf(answer.bytes) !== "NoSuchBucket" ? { outcome: "missing" } : refused(answer);
  };
  return {
    get,
    async put(key, bytes, mediaType) {
      if (bytes.length > maxBytes) return { outcome: "refused", why: `more than ${maxBytes} bytes` };
      const headers = { "content-type": mediaType, "if-none-match": "*" };
      const answer = await ask(wire, { method: "PUT", url: urlOf(key), headers, body: bytes });
      if (answer.outcome !== "answer") return answer;
      if (answer.status >= 200 && answer.status < 300) return { outcome: "done", already: false };
      if (answer.status !== 412) return refused(answer);
      const there = await get(key);
      if (there.outcome === "retry" || there.outcome === "refused") return there;
      return there.outcome === "done" && sameBytes(there.bytes, bytes)
        ? { outcome: "done", already: true }
        : { outcome: "refused", why: `other bytes lie under ${key}` };
    },
    describe: () => `s3 ${place.bucket} at ${new URL(root).host}`,
  };
}

/** Everything before the key, with a slash at its end. */
function rootOf({ endpoint, bucket }: S3Place): string {
  const base = endpoint.replace(/\/+$/, "");
  return base.includes("{bucket}") ? `${base.replace("{bucket}", bucket)}/` : `${base}/${bucket}/`;
}

function refused({ status, bytes }: { status: number; bytes: Uint8Array }): NotDone {
  const code = codeOf(bytes);
  const hint = hints[code] ?? "";
  return { outcome: "refused", why: `it answered ${status}${code && ` ${code}`}${hint && `: ${hint}`}` };
}

/** What an operator looks at first. */
const hints: Readonly<Record<string, string>> = {
  AccessDenied: "the credentials may not do this, or may not list the bucket and the object is not there",
  InvalidAccessKeyId: "PAKKA_S3_ACCESS_KEY is not known there",
  NoSuchBucket: "PAKKA_S3_BUCKET is not there",
  NotImplemented: "it does not know If-None-Match; see domain/gateways/object_store/README.md",
  RequestTimeTooSkewed: "this machine's clock is wrong",
  SignatureDoesNotMatch: "PAKKA_S3_SECRET_KEY is wrong, or something between rewrites requests",
};
