import { openDatabase } from "../../db/pool.ts";
import { generateDue, type PortalSite } from "../../domain/einvoice/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";

/** The worker of the bench, in a process of its own: brings one company's e-invoices to the portal until it is stopped. */
const { workerUrl, secret, tenantId, ...told } = JSON.parse(Deno.args[0] ?? "{}");
const site: PortalSite = {
  provider: "irp1",
  callsPerMinute: 0,
  settleMs: 1_000,
  timeoutMs: 10_000,
  ...told,
};
const actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
const ctx = { db: openDatabase(workerUrl, { max: 4 }), actor, clock: systemClock, requestId: "bench", ip: null };
const stopping = new AbortController();
Deno.addSignalListener("SIGTERM", () => stopping.abort());
const done = await generateDue(
  ctx,
  { keys: await deriveKeys(secret), sites: () => Promise.resolve([site]) },
  stopping.signal,
);
console.error(JSON.stringify(done));
Deno.exit(0);
