import { openDatabase } from "../../db/pool.ts";
import { documentStore, storeDue } from "../../domain/payout/mod.ts";
import { type Actor, fixedClock } from "../../domain/shared/context.ts";

/** A worker in a process of its own, to be killed: it puts every document, says how many, and waits before writing it down. */
const { workerUrl, folder, tenantId, now } = JSON.parse(await new Response(Deno.stdin.readable).text());
const store = documentStore({ kind: "folder", folder });
const actor: Actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set() };
const ctx = { db: openDatabase(workerUrl, { max: 2 }), actor, clock: fixedClock(now), requestId: "test", ip: null };
let put = 0;
const told = setInterval(() => put === 2 && (clearInterval(told), console.log(`put ${put}`)), 5);
await storeDue(ctx, {
  ...store,
  async put(...object) {
    const done = await store.put(...object);
    put++;
    await new Promise(() => {});
    return done;
  },
});
