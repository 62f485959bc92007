import { Hono } from "hono";
import { openDatabase } from "../../db/pool.ts";
import { type Exchange, type IrpSettings, makeIrp, type Registration } from "../../domain/gateways/irp/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { sandboxPortalKeys } from "../../routes/sandbox/irp/portal.ts";
import { sandbox, sandboxEwbSite, sandboxSites } from "../../routes/sandbox/sandbox.ts";
import { freshDatabase } from "../support/database.ts";

/** Two taxpayers of two companies, as each signs in at the portal. */
export const seller: Registration = {
  gstin: "27AABCR5678M1ZP",
  username: "API_rachna",
  password: "correct horse battery",
  clientId: "client-of-pakka",
  clientSecret: "client-secret-of-pakka",
};
export const rival: Registration = { ...seller, gstin: "29AABCP1234K1ZF", username: "API_rival" };

/** The inter-state invoice with what a test wants changed, as text; numbers keep their digits. */
export function payload(change: (text: string) => string = (text) => text, name = "inter_state"): string {
  return change(Deno.readTextFileSync(new URL(`../golden/irp/${name}.json`, import.meta.url)));
}

/** The sandbox portal on a port of its own over a fresh database, and a client of it. Close it when the file ends. */
export async function irpWorld() {
  const database = await freshDatabase();
  const db = openDatabase(database.appUrl, { max: 6 });
  const clock = fixedClock("2026-11-20T10:00:00+05:30");
  for (const registration of [seller, rival]) await enlist(db, registration);
  const sez = { gstin: "24AABCS4321Q1Z8", legal_name: "Sagar SEZ Unit", taxpayer_type: "SEZ" };
  await db`select sandbox.register_irp_taxpayer(${db.json(sez)})`;
  const keys = await sandboxPortalKeys(db);
  const calls: string[] = [];
  const app = new Hono();
  app.use("/sandbox/irp/*", async (c, next) => (calls.push(`${c.req.method} ${c.req.path}`), await next()));
  app.route("/", sandbox({ db, clock }));
  app.onError((error, c) => (console.error(error), c.text(error.message, 500)));
  const server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    onListen: () => {},
    onError: () => new Response("", { status: 500 }),
  }, app.fetch);
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const exchanges: Exchange[] = [];
  const client = (over: Partial<IrpSettings> = {}) =>
    makeIrp({
      baseUrl: `${origin}/sandbox/irp`,
      signInKey: keys.signInKey,
      timeoutMs: 20_000,
      now: () => clock.now(),
      onExchange: (exchange) => void exchanges.push(exchange),
      ...over,
    });
  const fault = async (plan: Record<string, unknown>) => {
    const body = JSON.stringify({ portal: "irp", ...plan });
    const answer = await fetch(`${origin}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    if (answer.status !== 201) throw new Error(await answer.text());
    await answer.body?.cancel();
  };
  const close = async () => {
    await server.shutdown();
    await db.end({ timeout: 5 });
    await database.drop();
  };
  const sites = () => sandboxSites(db, `${origin}/sandbox/irp`);
  const ewbSite = () => sandboxEwbSite(db, `${origin}/sandbox/irp`);
  return { db, clock, keys, calls, exchanges, origin, sites, ewbSite, client, fault, close };
}

export type IrpWorld = Awaited<ReturnType<typeof irpWorld>>;

async function enlist(db: ReturnType<typeof openDatabase>, registration: Registration): Promise<void> {
  const { gstin, username, password, clientId, clientSecret } = registration;
  const taxpayer = {
    gstin,
    legal_name: username,
    username,
    password,
    client_id: clientId,
    client_secret: clientSecret,
    turnover: "60000000",
  };
  await db`select sandbox.register_irp_taxpayer(${db.json(taxpayer)})`;
}

/** Deletes what the portal holds, so that a test starts on a blank register. */
export async function forgetDocuments({ db, calls, exchanges }: IrpWorld): Promise<void> {
  await db`delete from sandbox.faults`;
  calls.length = 0;
  exchanges.length = 0;
}
