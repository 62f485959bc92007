import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

const names = ["asha", "bela", "chetan", "divya", "esha", "farid"];
const tokens: Record<string, string> = {};
const partyOf: Record<string, string> = {};
let t: TestApp;

Deno.test.beforeAll(async () => {
  t = await openApp();
  for (const name of names) {
    await makeCompany(t.database, name);
    const token = tokens[name] = await signInAs(t.app, `owner@${name}.test`);
    const party = await send(t.app, "POST /api/parties", { token, body: { name: `customer of ${name}` } });
    partyOf[name] = party.body.id;
  }
});
Deno.test.afterAll(async () => await t?.close());

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;

/** One request of a company; whatever it answers may hold nothing of another one. */
async function ask(app: TestApp["app"], name: string): Promise<void> {
  const token = tokens[name]!;
  const another = pick(names.filter((other) => other !== name));
  const kinds: (() => Promise<{ status: number; text: string }>)[] = [
    () => send(app, "GET /api/parties", { token }),
    () => send(app, `GET /api/parties/${partyOf[name]}`, { token }),
    () => send(app, `GET /api/parties/${partyOf[another]}`, { token }),
    () => send(app, `PUT /api/parties/${partyOf[another]}`, { token, body: { name: `taken by ${name}` } }),
    () => send(app, "POST /api/parties", { token, body: { name: `customer of ${name}` } }),
    () => send(app, "POST /api/parties", { token, body: { name: "x", gstin: "29AAGCB7383J1Z5" } }),
    () => send(app, "GET /api/numbering-series", { token }),
    () => send(app, "GET /api/audit", { token }),
    () => send(app, "GET /api/auth/me", { token }),
  ];
  const { text, status } = await pick(kinds)();
  assert.ok(status < 500, text);
  for (const other of names) if (other !== name) assert.ok(!text.includes(other), `${name} saw ${other}: ${text}`);
}

Deno.test("three thousand interleaved requests of six companies over three connections mix nothing up", async () => {
  const db = openDatabase(t.database.appUrl, { max: 3 });
  const app = t.another({ db });
  try {
    for (let round = 0; round < 30; round++) {
      await Promise.all(Array.from({ length: 100 }, () => ask(app, pick(names))));
    }
    const left = await Promise.all(
      Array.from({ length: 3 }, () => db`select current_setting('app.tenant_id', true) as tenant, pg_sleep(0.02)`),
    );
    for (const [row] of left) assert.ok(!row?.tenant, "a connection went back to the pool with a tenant");
    assert.deepEqual([...await db`select id from billing.parties`], []);
  } finally {
    await db.end({ timeout: 5 });
  }
});

Deno.test("after all of it every company has its one customer, under its own name", async () => {
  for (const name of names) {
    const { body } = await send(t.app, "GET /api/parties", { token: tokens[name] });
    assert.deepEqual(body.data.map((party: { name: string }) => party.name), [`customer of ${name}`]);
  }
});
