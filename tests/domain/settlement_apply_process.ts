import { openDatabase } from "../../db/pool.ts";
import { applyReconciliation } from "../../domain/payout/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";

/** Applies a previewed settlement file in a process of its own, to be killed: says "begun" once everything is loaded. */
const told = JSON.parse(await new Response(Deno.stdin.readable).text());
const db = openDatabase(told.appUrl, { max: 1, applicationName: "to be killed" });
const actor = { ...told.actor, scopes: new Set<string>() };
const ctx = { db, actor, clock: fixedClock(told.now), requestId: "killed", ip: "192.0.2.10" };
await db`select 1`;
console.log("begun");
await applyReconciliation(ctx, told.reconciliationId).catch((error) =>
  console.log(`failed: ${error.code ?? error.message}`)
);
console.log("applied");
await new Promise(() => setInterval(() => {}, 1_000));
