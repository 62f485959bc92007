import assert from "node:assert/strict";
import { exceptionWorld } from "../support/exception_world.ts";
import { house, rival } from "../support/payout_world.ts";
import { paidOn, type Row, success, utr } from "../support/settlement_world.ts";
import { acting } from "../support/tenants.ts";

const world = await exceptionWorld();
const amount = "1000.00";
const nos = Array.from({ length: 9 }, (_, i) => i + 1);
await world.exported(nos.map((no) => ({ no, amount })));
await world.exported(nos.map((no) => ({ no, amount })), { tenant: rival });
const back = (no: number, n: string, rupees: string): Row =>
  [`inv_${no}`, utr(n), rupees, "2026-11-20", "RETURNED", "Account closed"] as const;
const accept = { resolution: "accept_status", reason: "the bank confirms it" };
const advances = (no: number) =>
  acting(world.db, house.id)(async ({ sql }) => {
    const [row] = await sql`select payout.advance_of(id) as amount from payout.invoices where public_no = ${no}`;
    return row!.amount;
  });
const toRecover = () =>
  world.one("select count(*) from ops.notifications where kind = 'partner_advance' and resolved_at is null");

/** Paid once as it was owed, and a second time. */
async function paidTwice(no: number, first: string, second: string) {
  await world.told([success(no, first, amount)]);
  const { ids } = await world.told([success(no, second, amount)]);
  assert.equal((await world.resolve(ids[0]!, accept)).status, 200);
}

Deno.test("paid twice, and the second payment comes back: the invoice stays paid, nothing is left to recover", async () => {
  await paidTwice(1, "A1", "A2");
  assert.equal(await toRecover(), "1");
  const { ids, classes } = await world.told([back(1, "A2", amount)]);
  assert.deepEqual(classes, ["RETURN_UNCLEAR"], "which of the two came back is a person's to say");
  await world.resolve(ids[0]!, accept);
  assert.equal(await world.standing(1), `paid 1000.00 ${utr("A1")}`);
  assert.deepEqual([await advances(1), await toRecover()], ["0.00", "0"]);
  await world.agrees();
  assert.deepEqual((await world.told([back(1, "A1", amount)])).classes, ["RETURNED"], "from now on there is but one");
  await world.agrees();
});

Deno.test("paid twice, and the first payment comes back: the invoice came back, the second stays an advance with its reference", async () => {
  await paidTwice(2, "B1", "B2");
  const { ids } = await world.told([back(2, "B1", amount)]);
  await world.resolve(ids[0]!, accept);
  assert.equal(await world.standing(2), `returned 0.00 ${utr("B1")}`);
  assert.deepEqual([await advances(2), await toRecover()], ["1000.00", "1"]);
  assert.deepEqual((await world.told([success(3, "B2", amount), success(4, "B1", amount)])).classes, [
    "DUPLICATE_UTR",
    "SETTLED",
  ]);
  await world.agrees();
});

Deno.test("too much was paid under one reference: all of it may come back, or the excess; half of the double is nobody's to guess", async () => {
  const { ids } = await world.told([
    success(5, "C1", "1300.00"),
    success(6, "C2", "1300.00"),
    success(7, "C3", "2000.00"),
  ]);
  for (const id of ids) await world.resolve(id, { resolution: "allocate" });
  const returned = await world.told([back(5, "C1", "1300.00"), back(6, "C2", "300.00"), back(7, "C3", amount)]);
  assert.deepEqual(returned.classes, Array(3).fill("RETURN_UNCLEAR"));
  await world.resolve(returned.ids[0]!, accept);
  await world.resolve(returned.ids[1]!, accept);
  await world.refused(returned.ids[2]!, accept, "settlement_exception_not_acceptable");
  assert.deepEqual([await world.standing(5), await advances(5)], [`returned 0.00 ${utr("C1")}`, "0.00"]);
  assert.deepEqual([await world.standing(6), await advances(6)], [`paid 1000.00 ${utr("C2")}`, "0.00"]);
  assert.deepEqual([await world.standing(7), await advances(7)], [`paid 1000.00 ${utr("C3")}`, "1000.00"]);
  await world.agrees();
});

Deno.test("a payment whose rest was written off comes back: all of it is owed again, in the books too", async () => {
  const { ids } = await world.told([success(8, "D1", "999.50"), success(9, "D2", "999.50")]);
  for (const id of ids) await world.resolve(id, { resolution: "write_off", reason: "the bank's charge" });
  const { classes, ids: late } = await world.told([
    back(8, "D1", "999.50"),
    ["inv_9", utr("D2"), "999.50", paidOn, "FAILED", "Account frozen"],
  ]);
  assert.deepEqual(classes, ["RETURNED", "LATE_FAILURE"]);
  await world.resolve(late[0]!, accept);
  assert.equal(
    await world.one(
      "select string_agg(amount::text, ' ') from payout.settlement_allocations where kind = 'write_off_reversed'",
    ),
    "0.50 0.50",
  );
  for (const no of [8, 9]) assert.match(await world.standing(no), /^returned 0.00/);
  await world.agrees();
});

Deno.test("the other company's stand as before, and the world closes", async () => {
  for (const no of nos) assert.equal(await world.standing(no, rival), "in_bank_file 0.00");
  await world.agrees(rival);
  await world.close();
});
