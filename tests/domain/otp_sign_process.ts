import { openDatabase } from "../../db/pool.ts";
import { verifyOtp } from "../../domain/payout/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { testSecret } from "../support/app.ts";

/** Signs in a process of its own, to be killed: says "begun" once everything is loaded and connected. */
const told = JSON.parse(await new Response(Deno.stdin.readable).text());
const db = openDatabase(told.appUrl, { max: 2, applicationName: "to be killed" });
const keys = await deriveKeys(testSecret);
const actor = { ...told.actor, scopes: new Set<string>() };
const ctx = { db, actor, clock: fixedClock(told.now), requestId: "killed", ip: "192.0.2.10" };
await db`select 1`;
console.log("begun");
await verifyOtp(ctx, { keys }, told.invoiceId, told.asked, "killed");
console.log("signed");
await new Promise(() => setInterval(() => {}, 1_000));
