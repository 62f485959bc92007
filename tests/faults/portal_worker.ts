import { openDatabase } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import { cancelRequested, generateDue, makeDueBills, type PortalDeps } from "../../domain/einvoice/mod.ts";
import { type EwbDeps, generateDueBills, sweepOpenChanges } from "../../domain/ewaybill/mod.ts";
import { type Actor, type Context, systemClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { testSecret } from "../support/app.ts";

/** A worker in a process of its own, to be killed: does whatever is due of one company, over and over. */
const { workerUrl, tenantId, irp, ewb, leaseSeconds } = JSON.parse(await new Response(Deno.stdin.readable).text());
const keys = await deriveKeys(testSecret);
const deps: PortalDeps = { keys, leaseSeconds, sites: () => Promise.resolve([irp]) };
const ewayDeps: EwbDeps = { keys, leaseSeconds, sites: () => Promise.resolve([ewb]) };
const db = openDatabase(workerUrl, { max: 6 });
const actor: Actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set() };
const ctx: Context = { db, actor, clock: systemClock, requestId: "storm", ip: null };

async function cancelOpen(): Promise<void> {
  const open = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string }[]>`
      select id from einvoice.cancellations
      where tenant_id = ${tenantId} and cancellation_status in ('requested', 'unknown')
      order by random() limit 8`);
  await Promise.all(open.map(({ id }) => cancelRequested(ctx, deps, ewayDeps, id)));
}

const errands = [
  () => generateDue(ctx, deps),
  () => makeDueBills(ctx, deps),
  () => generateDueBills(ctx, ewayDeps),
  () => sweepOpenChanges(ctx, ewayDeps),
  cancelOpen,
];
await Promise.all(errands.map(async (errand) => {
  while (true) {
    await errand().catch((error) => console.error(String(error)));
    await new Promise((wake) => setTimeout(wake, 100));
  }
}));
