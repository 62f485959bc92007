import { allKinds } from "../../routes/sandbox/fault_kinds.ts";
import { type EInvoiceWorld } from "../support/einvoice_world.ts";

/** Where a portal is reached, as a test may bend it. */
export interface Reached {
  baseUrl: string;
  timeoutMs?: number;
  fetch?: typeof fetch;
}

/** One way in which a call to a portal goes wrong. */
export interface PortalFault {
  readonly name: string;
  /** A fault plan of the sandbox, for whichever portal and operation it is tried at. */
  readonly plan?: Record<string, unknown>;
  /** Or a way to the portal that does not lead there, or a worker that is no more. */
  bend?(site: Reached): Promise<() => void | Promise<void>>;
  /** Two workers come for the same thing at once. */
  readonly twice?: boolean;
}

/** What the tests wait for an answer, and how long the slow faults take: longer. */
export const impatientMs = 250;
const slowMs = 600;

const slow = new Set(["timeout", "timeout_after_success", "drip", "endless"]);
const plans: Readonly<Record<string, Record<string, unknown>>> = {
  http_429: { retryAfter: 7 },
  maintenance: { until: "2026-11-20T10:00:30+05:30" },
  gzip_bomb: { sizeMb: 20 },
  latency: { latencyMs: 20 },
};

const played: PortalFault[] = allKinds.map((kind) => ({
  name: kind,
  plan: { kind, ...(slow.has(kind) && { latencyMs: slowMs }), ...plans[kind] },
}));

/** The same with the effect done although the answer says otherwise, and by chance. */
const more: PortalFault[] = [
  ...["http_500", "http_502", "http_503", "http_504", "http_408", "html", "redirect"].map((kind) => ({
    name: `${kind} after the portal did it`,
    plan: { kind, afterEffect: true },
  })),
  ...["malformed", "truncated", "empty", "reset"].map((kind) => ({
    name: `${kind} before the portal did it`,
    plan: { kind, afterEffect: false },
  })),
  { name: "http_429 without a word on when", plan: { kind: "http_429", retryAfter: 0 } },
  { name: "four faults in a row", plan: { kind: "http_503", times: 4 } },
  { name: "flapping, one call in two", plan: { kind: "http_504", probability: 50, afterEffect: true } },
  { name: "a code nobody knows", plan: { kind: "portal_error", code: "9998", message: "something new" } },
];

const elsewhere = (baseUrl: string) => (site: Reached) => {
  const home = site.baseUrl;
  site.baseUrl = baseUrl;
  return Promise.resolve(() => void (site.baseUrl = home));
};

const outside: PortalFault[] = [
  { name: "connection refused", bend: elsewhere("http://127.0.0.1:1") },
  { name: "unknown host", bend: elsewhere("http://portal.invalid") },
  { name: "not a portal at all: TLS where plain HTTP is spoken", bend: (site) => notTls(site) },
  { name: "two workers at once", twice: true },
];

async function notTls(site: Reached) {
  const { port } = new URL(site.baseUrl);
  return await elsewhere(`https://127.0.0.1:${port}`)(site);
}

/** Every fault there is: the sandbox's kinds, and what needs no portal. */
export const portalFaults: readonly PortalFault[] = [...played, ...more, ...outside];

/** The fault is there until the answered function is called. */
export async function strikeWith(
  world: EInvoiceWorld,
  fault: PortalFault,
  { portal, operation, site }: { portal: string; operation: string; site: Reached },
): Promise<() => Promise<void>> {
  const undo = await fault.bend?.(site);
  if (fault.plan) await world.fault({ portal, operation, ...fault.plan });
  const patience = site.timeoutMs;
  if (fault.plan && slow.has(String(fault.plan.kind))) site.timeoutMs = impatientMs;
  return async () => {
    await undo?.();
    site.timeoutMs = patience;
    await world.db`delete from sandbox.faults`;
  };
}
