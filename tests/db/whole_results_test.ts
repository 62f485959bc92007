import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { freshDatabase } from "../support/database.ts";

const database = await freshDatabase();
const sql = openDatabase(database.appUrl, { max: 1 });
Deno.test.afterAll(async () => {
  await sql.end();
  await database.drop();
});

const halfWay = "select i, 1 / (4 - i) as broken from generate_series(1, 10) as i";
const numbers = (rows: readonly { x: number }[]) => rows.map(({ x }) => x);

Deno.test("an answer has no holes, whatever failed half-way on its connection before it", async () => {
  await assert.rejects(sql.unsafe(halfWay), { code: "22012" });
  assert.deepEqual(numbers(await sql<{ x: number }[]>`select x from generate_series(1, 3) as x`), [1, 2, 3]);
  await assert.rejects(sql.unsafe(halfWay), { code: "22012" });
  const [first] = await sql.unsafe("select 7 as x");
  assert.equal(first?.x, 7);
});

Deno.test("nor has one in a transaction, a savepoint, on a reserved connection, or sent behind the failing one", async () => {
  await assert.rejects(sql.begin((tx) => tx.unsafe(halfWay)), { code: "22012" });
  await sql.begin(async (tx) => {
    assert.deepEqual(numbers(await tx<{ x: number }[]>`select x from generate_series(1, 2) as x`), [1, 2]);
    await assert.rejects(tx.savepoint((inner) => inner.unsafe(halfWay)), { code: "22012" });
    assert.deepEqual(numbers(await tx<{ x: number }[]>`select x from generate_series(1, 2) as x`), [1, 2]);
  });
  await assert.rejects(sql.unsafe(halfWay), { code: "22012" });
  const reserved = await sql.reserve();
  const [row] = await reserved<{ x: number }[]>`select 5 as x`;
  reserved.release();
  assert.equal(row?.x, 5);
  const failing = sql.unsafe(halfWay).catch(() => "failed");
  const behind = sql<{ x: number }[]>`select x from generate_series(1, 4) as x`;
  assert.deepEqual([await failing, numbers(await behind)], ["failed", [1, 2, 3, 4]]);
});
