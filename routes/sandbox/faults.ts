import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import * as z from "zod";
import type { Database } from "../../db/pool.ts";

/** What happens between client and portal, whatever the portal is. `strike` plays these. */
const wireKinds = [
  "timeout",
  "timeout_after_success",
  "latency",
  "drip",
  "http_500",
  "http_502",
  "http_503",
  "http_504",
  "http_429",
  "malformed",
  "truncated",
  "empty",
  "html",
  "oversized",
  "reset",
  "redirect",
] as const;
type WireKind = typeof wireKinds[number];

/** What the portal itself says wrongly. Each portal plays those it can, and ignores the rest. */
const portalKinds = [
  "token_expired",
  "portal_error",
  "undecipherable",
  "wrong_signature",
  "unknown_kid",
  "alg_none",
  "wrong_irn",
  "other_document",
  "duplicate",
  "duplicate_other_content",
  "eway_bill_fails",
] as const;

const plan = z.strictObject({
  portal: z.string().min(1).max(40),
  operation: z.string().min(1).max(60).default("*"),
  kind: z.enum([...wireKinds, ...portalKinds]),
  times: z.int().min(1).max(100_000).default(1),
  latencyMs: z.int().min(0).max(300_000).optional(),
  retryAfter: z.int().min(0).max(86_400).optional(),
  code: z.string().max(20).optional(),
  message: z.string().max(300).optional(),
  /** Whether the portal did what was asked before the answer went wrong; each kind has its own default. */
  afterEffect: z.boolean().optional(),
});

export interface Fault {
  readonly kind: typeof wireKinds[number] | typeof portalKinds[number];
  readonly params: Omit<z.infer<typeof plan>, "portal" | "operation" | "kind" | "times">;
}

/** Plan, see and clear faults: mounted at /sandbox/faults, only where PAKKA_SANDBOX is on. */
export function sandboxFaults(db: Database): Hono {
  const app = new Hono();
  app.post("/", zValidator("json", plan), async (c) => {
    const { portal, operation, kind, times, ...params } = c.req.valid("json");
    const [fault] = await db`insert into sandbox.faults (portal, operation, kind, remaining, params)
      values (${portal}, ${operation}, ${kind}, ${times}, ${db.json(params)})
      returning id, portal, operation, kind, remaining, params`;
    return c.json(fault, 201);
  });
  app.get("/", async (c) => {
    const data = await db`select id, portal, operation, kind, remaining, params, created_at as "createdAt"
      from sandbox.faults order by id`;
    return c.json({ data });
  });
  app.delete("/", async (c) => {
    await db`delete from sandbox.faults`;
    return c.body(null, 204);
  });
  return app;
}

/** The fault planned for this request, counted as used; null on an ordinary day. */
export async function takeFault(db: Database, portal: string, operation: string): Promise<Fault | null> {
  const [fault] = await db<Fault[]>`select kind, params from sandbox.take_fault(${portal}, ${operation})`;
  return fault ?? null;
}

const doneBefore: ReadonlySet<string> = new Set([
  "timeout_after_success",
  "latency",
  "drip",
  "malformed",
  "truncated",
  "empty",
  "oversized",
  "reset",
]);

/** Answers as the fault wants: with `work`'s own answer, a spoilt one, or none before the caller gives up. */
export async function strike(fault: Fault | null, request: Request, work: () => Promise<Response>): Promise<Response> {
  if (fault === null || !isWireKind(fault.kind)) return await work();
  const { kind, params } = fault;
  if (kind === "latency") await pause(params.latencyMs ?? 1_000, request);
  const isDone = params.afterEffect ?? doneBefore.has(kind);
  const answer = isDone ? await work() : new Response("");
  return await spoil(kind, params, answer, request);
}

function isWireKind(kind: string): kind is WireKind {
  return (wireKinds as readonly string[]).includes(kind);
}

async function spoil(kind: WireKind, params: Fault["params"], answer: Response, request: Request): Promise<Response> {
  const json = { "content-type": "application/json" };
  switch (kind) {
    case "latency":
      return answer;
    case "timeout":
    case "timeout_after_success":
      await pause(params.latencyMs ?? 45_000, request);
      return new Response("", { status: 504 });
    case "http_429":
      return new Response("too many requests", {
        status: 429,
        headers: { "retry-after": String(params.retryAfter ?? 1) },
      });
    case "malformed":
      return new Response('{"Status":1,"Data":', { headers: json });
    case "empty":
      return new Response("", { headers: json });
    case "html":
      return new Response(page("Service under maintenance"), { headers: { "content-type": "text/html" } });
    case "oversized":
      return new Response(`{"Status":1,"Data":"${"A".repeat(5_000_000)}"}`, { headers: json });
    case "redirect":
      return new Response("", { status: 307, headers: { location: "https://portal.invalid/" } });
    case "truncated":
    case "reset":
    case "drip":
      return broken(kind, await answer.text());
    default:
      return new Response(page("Gateway error"), {
        status: Number(kind.slice(5)),
        headers: { "content-type": "text/html" },
      });
  }
}

/** Half an answer and then a closed connection; none of it; or a byte a second. */
function broken(kind: "truncated" | "reset" | "drip", text: string): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (kind === "drip") {
        await new Promise((wake) => setTimeout(wake, 1_000));
        controller.enqueue(bytes.subarray(at, ++at));
        if (at >= bytes.length) controller.close();
      } else if (kind === "truncated" && at === 0 && bytes.length > 1) {
        at = bytes.length >> 1;
        controller.enqueue(bytes.subarray(0, at));
      } else {
        controller.error(new Error("planned: the connection breaks"));
      }
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
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
