import type { Fault } from "./faults.ts";
import { isWireKind, type WireKind, wireKinds } from "./fault_kinds.ts";

const json = { "content-type": "application/json" };

/** Answers as the fault wants: with `work`'s own answer, a spoilt one, or none before the caller gives up. */
export async function strike(
  fault: Fault | null,
  request: Request,
  now: Date,
  work: () => Promise<Response>,
): Promise<Response> {
  if (fault === null || !isWireKind(fault.kind)) return await work();
  const { kind, params } = fault;
  if (kind === "latency") await pause(params.latencyMs ?? 1_000, request);
  const answer = (params.afterEffect ?? wireKinds[kind]) ? await work() : new Response("");
  if (kind === "timeout" || kind === "timeout_after_success") await pause(params.latencyMs ?? 45_000, request);
  return await spoil(kind, params, answer, now);
}

async function spoil(kind: WireKind, params: Fault["params"], answer: Response, now: Date): Promise<Response> {
  switch (kind) {
    case "latency":
      return answer;
    case "timeout":
    case "timeout_after_success":
      return new Response("", { status: 504 });
    case "http_429":
      return limited(params.retryAfter ?? 1);
    case "maintenance":
      return closed(params.until === undefined ? 600 : (Date.parse(params.until) - now.getTime()) / 1000);
    case "malformed":
      return new Response('{"Status":1,"Data":', { headers: json });
    case "empty":
      return new Response("", { headers: json });
    case "html":
      return new Response(page("Service under maintenance"), { headers: { "content-type": "text/html" } });
    case "oversized":
      return new Response(`{"Status":1,"Data":"${"A".repeat((params.sizeMb ?? 5) * 1_000_000)}"}`, { headers: json });
    case "gzip_bomb":
      return bomb(params.sizeMb ?? 100);
    case "redirect":
      return new Response("", { status: 307, headers: { location: "https://portal.invalid/" } });
    case "truncated":
    case "reset":
    case "drip":
    case "endless":
      return broken(kind, await answer.text());
    case "wrong_content_type":
      return new Response(await answer.text(), { headers: { "content-type": "text/html; charset=iso-8859-1" } });
    case "wrong_charset":
      return new Response(utf16(await answer.text()), {
        headers: { "content-type": "application/json; charset=utf-16" },
      });
    case "byte_order_mark":
      return new Response(`\ufeff${await answer.text()}`, { headers: json });
    default:
      return new Response(page("Gateway error"), {
        status: Number(kind.slice(5)),
        headers: { "content-type": "text/html" },
      });
  }
}

function limited(seconds: number): Response {
  return new Response("too many requests", { status: 429, headers: { "retry-after": String(seconds) } });
}

function closed(seconds: number): Response {
  const headers = { "content-type": "text/html", "retry-after": String(Math.max(1, Math.ceil(seconds))) };
  return new Response(page("The portal is closed for maintenance"), { status: 503, headers });
}

/** Half an answer and then a closed connection; none of it; a byte a second; or the answer and blanks without end. */
function broken(kind: "truncated" | "reset" | "drip" | "endless", text: string): Response {
  const bytes = new TextEncoder().encode(text);
  const blanks = new Uint8Array(65_536).fill(32);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (kind === "drip") {
        await new Promise((wake) => setTimeout(wake, 1_000));
        controller.enqueue(bytes.subarray(at, ++at));
        if (at >= bytes.length) controller.close();
      } else if (kind === "endless") {
        controller.enqueue(at === 0 ? bytes : blanks);
        at = bytes.length + 1;
      } else if (kind === "truncated" && at === 0 && bytes.length > 1) {
        at = bytes.length >> 1;
        controller.enqueue(bytes.subarray(0, at));
      } else {
        controller.error(new Error("planned: the connection breaks"));
      }
    },
  });
  return new Response(body, { headers: json });
}

/** Megabytes of blanks, packed into a thousandth of them on their way. */
function bomb(megabytes: number): Response {
  const block = new Uint8Array(1_000_000).fill(32);
  let left = megabytes;
  const plain = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => left-- > 0 ? controller.enqueue(block) : controller.close(),
  });
  const body = plain.pipeThrough(new CompressionStream("gzip"));
  return new Response(body, { headers: { ...json, "content-encoding": "gzip" } });
}

function utf16(text: string): Uint8Array<ArrayBuffer> {
  const units = Uint16Array.from(text, (char) => char.charCodeAt(0));
  return new Uint8Array(units.buffer);
}

function page(title: string): string {
  return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}

/** Waits, or less where the runtime notices that the caller hung up (it does not after a body of some kilobytes). */
async function pause(ms: number, { signal }: Request): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((wake) => {
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), wake()), { once: true });
  });
}
