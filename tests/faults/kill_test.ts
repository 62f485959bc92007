import assert from "node:assert/strict";
import { systemClock } from "../../domain/shared/context.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { setUpCompany } from "../support/books.ts";
import { password } from "../support/people.ts";
import { breaches, type Client, inversions, randomFrom, runClient, type Told } from "./load.ts";
import { type MortalApi, type MortalDatabase, startMortalApi, startMortalDatabase } from "./processes.ts";

const seed = 20261121;
const clientsEach = 8;
const kills = ["api", "database", "api", "backend", "database", "api", "database", "api"] as const;
/** Fewer than these and the test has shown nothing. */
const wanted = { posted: 500, refused: 50, askedAgain: 20, recovered: 1 };

Deno.test("kill -9 of the API and of PostgreSQL while vouchers are posted: no gap, no duplicate, nothing acknowledged is lost", async () => {
  const database = await startMortalDatabase();
  try {
    const { server } = database;
    await migrateDatabase({ adminUrl: server.adminUrl, passwords: server.passwords });
    const tenants = [
      await setUpCompany(server, "house", { turnover: 90_000_000 }, systemClock),
      await setUpCompany(server, "rival", { pan: "AAACR9999R" }, systemClock),
    ];
    const api = await startMortalApi(server.url("pakka_app"));
    try {
      const clients = [
        { tenantId: tenants[0]!.tenantId, token: await signIn(api.url, "house") },
        { tenantId: tenants[1]!.tenantId, token: await signIn(api.url, "rival") },
      ];
      const told = await loadAndKill(api, database, clients);
      report(told);
      assert.deepEqual(await breaches(server.adminUrl, told), []);
      assert.deepEqual(inversions(told), [], "who asked after another was answered has the larger number");
    } finally {
      await api.kill();
    }
  } finally {
    await database.close();
  }
});

async function signIn(url: string, name: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: `owner@${name}.test`, password }),
  });
  return (await response.json()).accessToken;
}

async function loadAndKill(api: MortalApi, database: MortalDatabase, clients: readonly Client[]): Promise<Told[]> {
  const random = randomFrom(seed);
  let over = false;
  const running = clients.flatMap((client) =>
    Array.from(
      { length: clientsEach },
      () => runClient(api.url, client, randomFrom(Math.floor(random() * 2 ** 31)), () => over),
    )
  );
  const load = Promise.all(running);
  load.catch(() => {});
  for (const victim of kills) {
    await pause(700 + random() * 600);
    if (victim === "backend") {
      await database.killBackend();
      continue;
    }
    const dying = victim === "api" ? api : database;
    await dying.kill();
    await pause(random() * 200);
    await dying.revive();
  }
  await pause(1000);
  over = true;
  return (await load).flat();
}

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

function report(told: readonly Told[]): void {
  const counts = {
    posted: told.filter(({ outcome }) => outcome === "posted").length,
    refused: told.filter(({ outcome }) => outcome === "refused").length,
    askedAgain: told.filter(({ attempts }) => attempts > 1).length,
    recovered: told.filter(({ replayed }) => replayed).length,
  };
  console.log(`seed ${seed}, ${kills.length} kills, ${JSON.stringify(counts)}`);
  for (const [name, least] of Object.entries(wanted)) {
    const count = counts[name as keyof typeof counts];
    assert.ok(count >= least, `only ${count} ${name}; at least ${least} are wanted for the test to mean anything`);
  }
}
