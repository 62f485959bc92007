import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { openApp, send } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";
import { acting, addItem } from "../support/tenants.ts";

const { app, db, database, close } = await openApp();
const house = await makeCompany(database, "house", ["owner", "accountant", "auditor", "ap_clerk"]);
await makeCompany(database, "rival");
const auditor = await signInAs(app, "auditor@house.test");
const owner = await signInAs(app, "owner@rival.test");

Deno.test.afterAll(close);

const accountantId = house.people["accountant@house.test"] ?? "";
const on = (instant: string, userId?: string) =>
  acting(db, house.tenantId, { clock: fixedClock(instant), ...(userId ? { userId } : {}) });
const item = await on("2026-04-01T10:00:00+05:30", accountantId)((tx) => addItem(tx, "Laptop"));
await on("2026-04-02T23:59:59+05:30")(({ sql }) => sql`update billing.items set rate = 130000.00 where id = ${item}`);
await on("2026-04-03T00:00:00+05:30")((tx) => addItem(tx, "Mouse"));

const list = async (query: string, token = auditor) => await send(app, `GET /api/audit${query}`, { token });

Deno.test("R13.10 the trail can be asked by date range, user, voucher type and entity", async () => {
  const history = await list(`?entityId=${item}`);
  assert.equal(history.status, 200);
  assert.deepEqual(history.body.data.map((event: { action: string }) => event.action), ["update", "insert"]);
  assert.match(history.text, /"before" ?: ?\{"rate": null\}, ?"after" ?: ?\{"rate": 130000.00\d?\}/, "money as stored");

  const byUser = await list(`?userId=${accountantId}&entityId=${item}`);
  assert.equal(byUser.body.data.length, 1);
  assert.equal(byUser.body.data[0].userEmail, "accountant@house.test");

  const oneDay = await list("?from=2026-04-02&to=2026-04-02");
  assert.deepEqual(
    oneDay.body.data.map((event: { entityId: string }) => event.entityId),
    [item],
    "a day is an Indian day",
  );
  const until = await list("?from=2026-04-01T00:00:00%2B05:30&to=2026-04-02T18:29:59Z");
  assert.equal(until.body.data.length, 2);
  assert.equal((await list("?voucherType=tax_invoice")).body.data.length, 0);
});

Deno.test("pages run newest first without a gap or a repeat", async () => {
  const seen: string[] = [];
  let cursor: string | null = "";
  do {
    const page = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    assert.equal(page.status, 200, page.text);
    seen.push(...page.body.data.map((event: { id: string }) => event.id));
    cursor = page.body.nextCursor;
  } while (cursor);
  const all = (await list("?limit=200")).body.data.map((event: { id: string }) => event.id);
  assert.deepEqual(seen, all);
  assert.ok(all.length >= 5);
});

Deno.test("another company's trail is not there", async () => {
  const theirs = await list("", owner);
  assert.ok(theirs.body.data.length > 0);
  assert.equal((await list(`?entityId=${item}`, owner)).body.data.length, 0);
  const userIds = new Set(theirs.body.data.map((event: { entityId: string }) => event.entityId));
  for (const id of Object.values(house.people)) assert.equal(userIds.has(id), false);
});

Deno.test("what is not a query of ours is refused by name", async () => {
  const refused = async (query: string) => {
    const answer = await list(query);
    return [answer.status, answer.body.errors[0]?.pointer];
  };
  assert.deepEqual(await refused("?from=2026-02-30"), [400, "/from"]);
  assert.deepEqual(await refused("?userId=1"), [400, "/userId"]);
  assert.deepEqual(await refused("?limit=201"), [400, "/limit"]);
  assert.deepEqual(await refused("?entity=billing.items"), [400, "/entity"]);
  const forged = btoa(JSON.stringify(["yesterday", "x"]));
  assert.deepEqual(await refused(`?cursor=${forged}`), [400, "/cursor"]);
});

Deno.test("only who may read the trail does", async () => {
  const clerk = await signInAs(app, "ap_clerk@house.test");
  for (const path of ["/api/audit", "/api/audit/verify"]) {
    assert.equal((await send(app, `GET ${path}`)).status, 401);
    const answer = await send(app, `GET ${path}`, { token: clerk });
    assert.equal(answer.status, 403);
    assert.equal(answer.body.code, "scope_missing");
    for (const method of ["POST", "PUT", "DELETE"]) {
      assert.equal((await send(app, `${method} ${path}`, { token: auditor })).status, 405, `${method} ${path}`);
    }
  }
});

Deno.test("verify answers the chain's head, and holds a head noted down earlier against it", async () => {
  const worker = openDatabase(database.workerUrl, { max: 1 });
  await acting(worker, house.tenantId)(({ sql }) => sql`select audit.seal_events()`);
  await worker.end();
  const { status, body } = await send(app, "GET /api/audit/verify", { token: auditor });
  assert.equal(status, 200);
  assert.equal(body.valid, true, JSON.stringify(body.problems));
  assert.match(body.head, /^[0-9a-f]{64}$/);
  assert.deepEqual([body.sealNo, body.unsealed, body.checked], [1, 1, body.sealed + 1]);
  const known = (head: string) => send(app, `GET /api/audit/verify?sealNo=1&head=${head}`, { token: auditor });
  assert.equal((await known(body.head)).body.valid, true);
  assert.deepEqual((await known("0".repeat(64))).body.problems, [{
    kind: "known_head_not_found",
    sealNo: 1,
    id: null,
  }]);
  const theirs = await send(app, "GET /api/audit/verify", { token: owner });
  assert.deepEqual([theirs.body.valid, theirs.body.head], [true, null]);
});
