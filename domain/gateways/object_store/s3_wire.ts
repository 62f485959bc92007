import { AwsV4Signer } from "aws4fetch";
import type { Clock } from "../../shared/context.ts";
import { maxBytes, sha256Hex } from "./key.ts";
import type { NotDone } from "./mod.ts";

/** What requests are signed with and how long they may take. */
export interface S3Wire {
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly clock: Clock;
  /** Of one attempt, answer read. */
  readonly timeoutMs: number;
  /** Before the first repetition; doubles. */
  readonly pauseMs: number;
}

export type S3Answer =
  | { readonly outcome: "answer"; readonly status: number; readonly bytes: Uint8Array }
  | NotDone;

interface S3Request {
  readonly method: "GET" | "PUT";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

const attempts = 3;

/**
 * One request, signed (SigV4, its body's hash included), tried three times where no repetition can do harm: after 5xx, 429,
 * a time-out or a broken answer. Redirects are not followed: credentials go to no other host.
 */
export async function ask(wire: S3Wire, request: S3Request): Promise<S3Answer> {
  let last: S3Answer = { outcome: "retry", why: "not asked" };
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(wire.pauseMs * 2 ** (attempt - 1));
    last = await askOnce(wire, request);
    if (last.outcome !== "retry") return last;
  }
  return last;
}

async function askOnce(wire: S3Wire, { method, url, headers, body }: S3Request): Promise<S3Answer> {
  const hashed = { ...headers, "x-amz-content-sha256": sha256Hex(body ?? "") };
  const signed = await signer(wire, { method, url, headers: hashed, allHeaders: true }).sign();
  try {
    const response = await fetch(signed.url, {
      method,
      headers: signed.headers,
      ...(body && { body: body as BodyInit }),
      redirect: "manual",
      signal: AbortSignal.timeout(wire.timeoutMs),
    });
    const bytes = await readCapped(response);
    if (bytes === null) return { outcome: "refused", why: `it answered more than ${maxBytes} bytes` };
    return judge(response.status, bytes);
  } catch (error) {
    return { outcome: "retry", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The store's word for an error: `NoSuchKey`, `SignatureDoesNotMatch`; empty where it says none. */
export function codeOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096));
  return text.match(/<Code>([A-Za-z0-9.]{1,100})<\/Code>/)?.[1] ?? "";
}

function judge(status: number, bytes: Uint8Array): S3Answer {
  if (status < 300) return { outcome: "answer", status, bytes };
  const code = codeOf(bytes);
  const why = `it answered ${status}${code && ` ${code}`}`;
  // 409: two puts of one key at the same instant, of which the store asks one to come again.
  const isPassing = status >= 500 && status !== 501 || [408, 409, 425, 429].includes(status) ||
    code === "RequestTimeout";
  if (isPassing) return { outcome: "retry", why };
  if (status < 400) return { outcome: "refused", why: `${why}; redirects are not followed` };
  return { outcome: "answer", status, bytes };
}

async function readCapped(response: Response): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  const told = response.headers.get("content-length");
  if (told !== null && Number(told) !== size && !response.headers.has("content-encoding")) {
    throw new Error(`${size} of ${told} bytes came`);
  }
  const whole = new Uint8Array(size);
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  return whole;
}

type Signing = Omit<ConstructorParameters<typeof AwsV4Signer>[0], "accessKeyId" | "secretAccessKey">;

export function signer(wire: Pick<S3Wire, "region" | "accessKey" | "secretKey" | "clock">, request: Signing) {
  return new AwsV4Signer({
    accessKeyId: wire.accessKey,
    secretAccessKey: wire.secretKey,
    service: "s3",
    region: wire.region,
    datetime: wire.clock.now().toISOString().replaceAll(/[:-]|\.\d{3}/g, ""),
    ...request,
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms * (0.5 + Math.random())));
