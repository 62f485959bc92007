import { openDatabase } from "../../db/pool.ts";
import { prepareDatabase } from "../../db/prepare.ts";
import { readSettings } from "../../db/settings.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { askedToStop, serve } from "../serve.ts";
import { readyMade } from "./ready_made.ts";
import { sandbox, sandboxWorldOf } from "./sandbox.ts";

/** `deno task sandbox`: the portals alone, for any client. PostgreSQL is DATABASE_URL's, or one of their own. */
async function run(): Promise<void> {
  const given = readSettings();
  const settings = { ...given, dataDir: given.databaseUrl ? given.dataDir : `${given.dataDir}/sandbox` };
  const prepared = await prepareDatabase(settings, { setUp: true, onProgress: (line) => console.error(line) });
  const db = openDatabase(prepared.appUrl, { max: settings.pool, applicationName: "pakka sandbox" });
  for (const taxpayer of readyMade) await db`select sandbox.register_irp_taxpayer(${db.json(taxpayer)})`;
  const portals = sandbox({ db, clock: systemClock }).get("/", (c) => c.redirect("/sandbox/world"));
  const serving = serve((request) => portals.fetch(request), settings.port);
  await announce(db, `http://127.0.0.1:${serving.port}`);
  await askedToStop();
  await serving.stop();
  await db.end({ timeout: 5 });
  await prepared.stop();
}

async function announce(db: Parameters<typeof sandboxWorldOf>[0], origin: string): Promise<void> {
  const { irp, ewb } = await sandboxWorldOf(db, origin);
  const lines = [...irp.map(({ provider, baseUrl }) => `${provider}  ${baseUrl}`), `ewb   ${ewb.baseUrl}`];
  console.log([
    ...lines,
    `\nkey for sign-in at irp1:\n${irp[0]?.signInKey}`,
    `key for sign-in at irp2:\n${irp[1]?.signInKey}`,
    `key for sign-in at ewb:\n${ewb.signInKey}`,
    ...(irp[0]?.documentKeys ?? []).map(({ kid, publicKey }) => `signing key ${kid}:\n${publicKey}`),
    "taxpayers who can sign in (gstin, username, password, client id, client secret):",
    ...readyMade.filter(({ username }) => username).map((one) =>
      `  ${[one.gstin, one.username, one.password, one.client_id, one.client_secret].join("  ")}`
    ),
    `\nall of it as JSON: ${origin}/sandbox/world`,
  ].join("\n"));
  console.log(`The sandbox portals answer on ${origin}/sandbox`);
}

await run().then(() => Deno.exit(0), (error) => {
  console.error(error instanceof Error ? error.message : error);
  Deno.exit(1);
});
