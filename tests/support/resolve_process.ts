import { openDatabase } from "../../db/pool.ts";
import { resolveException } from "../../domain/payout/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";

/** Decides on an exception in a process of its own, to be killed. */
const told = JSON.parse(await new Response(Deno.stdin.readable).text());
const db = openDatabase(told.appUrl, { max: 2, applicationName: "to be killed" });
const actor = { ...told.actor, scopes: new Set(["payouts:approve"]) };
const ctx = { db, actor, clock: fixedClock(told.now), requestId: "killed", ip: "192.0.2.10" };
await resolveException(ctx, told.id, told.body);
