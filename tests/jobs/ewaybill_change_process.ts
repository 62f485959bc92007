import { openDatabase } from "../../db/pool.ts";
import { changeRequested } from "../../domain/ewaybill/mod.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { deriveKeys } from "../../domain/shared/keys.ts";
import { testSecret } from "../support/app.ts";

/** A process that asks for one change, to be killed: told on standard input which, and where database and portal are. */
const { workerUrl, tenantId, changeId, ...site } = JSON.parse(await new Response(Deno.stdin.readable).text());
const actor = { kind: "job", tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
await changeRequested(
  { db: openDatabase(workerUrl, { max: 2 }), actor, clock: systemClock, requestId: "test", ip: null },
  { keys: await deriveKeys(testSecret), leaseSeconds: 2, sites: () => Promise.resolve([site]) },
  changeId,
);
