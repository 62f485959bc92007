import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What goes wrong with the next request; `wrong_bytes` with the next answer that has any. */
export type S3Fault =
  | { readonly status: number; readonly code?: string }
  | "hang"
  | "cut"
  | "wrong_bytes"
  | "redirect"
  | "forgets";

export interface S3Server {
  readonly port: number;
  /** What lies there, by key. */
  readonly objects: Map<string, { bytes: Uint8Array; mediaType: string }>;
  /** `PUT a/b.pdf 200`, in order. */
  readonly requests: string[];
  readonly faults: S3Fault[];
  /** What its clock is ahead of ours by. */
  aheadMs: number;
  close(): Promise<void>;
}

interface S3ServerOptions {
  readonly bucket: string;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Whether the bucket is in the host's name and the path is the key. */
  readonly virtualHost?: boolean;
}

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");
const hmac = (key: string | Uint8Array, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * An S3 store that believes nothing: it computes the signature of every request anew from AWS's description (not from the
 * package that signed it), over method, path, query, all that matters of the headers and the hash of every byte, and holds
 * the date against its own clock. Nothing is overwritten under `If-None-Match: *`.
 */
export async function s3Server(options: S3ServerOptions): Promise<S3Server> {
  const state = { objects: new Map(), requests: [] as string[], faults: [] as S3Fault[], aheadMs: 0 } as {
    -readonly [key in keyof S3Server]: S3Server[key];
  };
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
      answer(state, options, request, new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer()), response);
    } catch (error) {
      if (!request.destroyed) response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.port = (server.address() as { port: number }).port;
  state.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  };
  return state;
}

function answer(
  state: S3Server,
  options: S3ServerOptions,
  request: IncomingMessage,
  body: Uint8Array,
  response: ServerResponse,
): void {
  const url = new URL(request.url ?? "/", "http://store.test");
  const path = decodeURIComponent(url.pathname).slice(1);
  const [bucket, key] = options.virtualHost
    ? [request.headers.host?.split(/[.:]/)[0] ?? "", path]
    : [path.split("/")[0] ?? "", path.slice(path.indexOf("/") + 1)];
  const end = (status: number, code?: string, bytes?: Uint8Array, headers = {}) => {
    state.requests.push(`${request.method} ${key} ${status}${code ? ` ${code}` : ""}`);
    const text = code ? `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>` : "";
    response.writeHead(status, headers).end(bytes ?? text);
  };
  const found = state.objects.get(key);
  const fault = state.faults.shift();
  if (fault === "hang") return;
  if (fault === "redirect") return end(307, "TemporaryRedirect", undefined, { location: "http://127.0.0.1:9/" });
  if (fault === "cut" && found) {
    response.writeHead(200, { "content-length": found.bytes.length }).write(found.bytes.subarray(0, 3));
    return void setTimeout(() => response.destroy(), 20);
  }
  if (typeof fault === "object") return end(fault.status, fault.code ?? "InternalError");
  const refused = refusal(options, request, url, body, Date.now() + state.aheadMs);
  if (refused) return end(refused === "XAmzContentSHA256Mismatch" ? 400 : 403, refused);
  if (bucket !== options.bucket) return end(404, "NoSuchBucket");
  if (request.method === "PUT") {
    if (request.headers["if-none-match"] === "*" && found) return end(412, "PreconditionFailed");
    if (fault !== "forgets") {
      state.objects.set(key, { bytes: body, mediaType: request.headers["content-type"] ?? "" });
    }
    return end(200);
  }
  if (!found) return end(404, "NoSuchKey");
  const bytes = fault === "wrong_bytes" ? found.bytes.map((byte, at) => at === 2 ? byte ^ 1 : byte) : found.bytes;
  end(200, undefined, bytes, { "content-type": found.mediaType });
}

/** Why the request is not to be believed; null where it is. */
function refusal(options: S3ServerOptions, request: IncomingMessage, url: URL, body: Uint8Array, now: number) {
  const authorization = request.headers.authorization ?? "";
  const field = (name: string) => authorization.match(new RegExp(`${name}=([^,\\s]+)`))?.[1] ?? "";
  const signed = field("SignedHeaders").split(";");
  const date = request.headers["x-amz-date"] as string ?? "";
  const [accessKey, day, region, service] = field("Credential").split("/");
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) return "AccessDenied";
  if (accessKey !== options.accessKey) return "InvalidAccessKeyId";
  if (day !== date.slice(0, 8) || region !== options.region || service !== "s3") return "AuthorizationHeaderMalformed";
  const instant = Date.parse(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(now - instant) <= 900_000)) return "RequestTimeTooSkewed";
  const mustBeSigned = Object.keys(request.headers).filter((name) =>
    name === "host" || name === "if-none-match" || name === "content-type" && body.length > 0 ||
    name.startsWith("x-amz-")
  );
  if (mustBeSigned.some((name) => !signed.includes(name))) return "AccessDenied";
  const hash = request.headers["x-amz-content-sha256"];
  if (hash !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const canonical = [
    request.method,
    url.pathname.split("/").map((part) => encode(decodeURIComponent(part))).join("/"),
    [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join("&"),
    ...signed.map((name) => `${name}:${String(request.headers[name] ?? "").trim().replaceAll(/\s+/g, " ")}`),
    "",
    signed.join(";"),
    hash,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  const steps = [day, region, "s3", "aws4_request"] as string[];
  const signingKey = steps.reduce<string | Uint8Array>((key, step) => hmac(key, step), `AWS4${options.secretKey}`);
  return hmac(signingKey, toSign).toString("hex") === field("Signature") ? null : "SignatureDoesNotMatch";
}
