import assert from "node:assert/strict";
import { acting } from "../support/tenants.ts";
import {
  cauvery,
  deccan,
  examplePayouts,
  house,
  kaveri,
  type Payout,
  payoutWorld,
  rival,
  unregistered,
} from "../support/payout_world.ts";

const world = await payoutWorld();
Deno.test.afterAll(() => world.close());

const calculate = async (month: string, destinations: string[] | null = null, tenant = house) =>
  await acting(world.db, tenant.id, { clock: world.clock })(async ({ sql }) => [
    ...await sql`select * from payout.calculate_payouts(${month}, ${destinations}) order by destination_id`,
  ]);

Deno.test("the example of the rules: 80,000 and 50,000 are 1,30,000, the tax is 23,400, the total 1,53,400", async () => {
  await world.importPayouts(examplePayouts());
  const [row, ...others] = await calculate("2024-11");
  assert.deepEqual(others, []);
  const { partner_id: _, ...figures } = row!;
  assert.deepEqual(figures, {
    destination_id: deccan.destinationId,
    month: "2024-11",
    financial_year: "2024-2025",
    trail_amount: "80000.00",
    trail_count: "2",
    upfront_amount: "50000.00",
    upfront_count: "2",
    gst_base_amount: "130000.00",
    gst_rate: "18.000",
    cgst_amount: "11700.00",
    sgst_amount: "11700.00",
    igst_amount: "0.00",
    gst_amount: "23400.00",
    total_amount: "153400.00",
    payable_basis: "GST_ONLY",
    payable_amount: "23400.00",
    company_gstin: "27AABCS1429B1ZU",
    place_of_supply: "27",
    partner_state_code: "27",
  });
});

Deno.test("in another State the tax is integrated, and who is not registered charges none", async () => {
  await world.importPayouts([...examplePayouts(kaveri.destinationId), ...examplePayouts(unregistered.destinationId)]);
  const heads = (row: Record<string, unknown> | undefined) =>
    ["gst_rate", "cgst_amount", "sgst_amount", "igst_amount", "total_amount"].map((name) => row?.[name]);
  const [abroad] = await calculate("2024-11", [kaveri.destinationId]);
  assert.deepEqual(heads(abroad), ["18.000", "0.00", "0.00", "23400.00", "153400.00"]);
  const [bare] = await calculate("2024-11", [unregistered.destinationId]);
  assert.deepEqual(heads(bare), ["0", "0.00", "0.00", "0.00", "130000.00"]);
  assert.equal((await calculate("2024-11")).length, 3);
});

Deno.test("one company's payouts are not another's", async () => {
  await world.importPayouts(examplePayouts(cauvery.destinationId, "2024-12"), "owner@rival.test");
  assert.deepEqual(await calculate("2024-12"), []);
  assert.deepEqual(await calculate("2024-12", [cauvery.destinationId]), []);
  const [row] = await calculate("2024-12", null, rival);
  assert.deepEqual([row?.company_gstin, row?.cgst_amount], ["29AABCK2345M1ZA", "11700.00"]);
});

Deno.test("each head is rounded half-up to the paisa by itself, and recoveries are taken off", async () => {
  const payouts: Payout[] = [[deccan.destinationId, "2025-01", "trail", "dynamic", "100.25"], [
    deccan.destinationId,
    "2025-01",
    "upfront",
    "recovery_payment",
    "-0.20",
  ]];
  await world.importPayouts(payouts);
  const [row] = await calculate("2025-01");
  // 100.05 at 9 % is 9.0045; of 100.50 it is 9.045. A reason known under the other category counts.
  assert.deepEqual([row?.gst_base_amount, row?.cgst_amount, row?.gst_amount], ["100.05", "9.00", "18.00"]);
  await world.importPayouts([[deccan.destinationId, "2025-02", "trail", "base_referral", "100.50"]]);
  const [half] = await calculate("2025-02");
  assert.deepEqual([half?.cgst_amount, half?.sgst_amount, half?.gst_amount], ["9.05", "9.05", "18.10"]);
});

Deno.test("eligibility is the reason's: one that is not eligible, or not in use anywhere, is left out", async () => {
  const put = (body: Record<string, unknown>) =>
    world.api("PUT /api/admin/payout-reasons", {
      body: { category: "upfront", reasonForPayment: "dynamic", isEligibleForGst: true, ...body },
    });
  const count = async () => (await calculate("2024-11", [deccan.destinationId]))[0]?.gst_base_amount;
  await put({ isEligibleForGst: false });
  assert.equal(await count(), "120000.00");
  await put({ isActive: false });
  assert.equal(await count(), "120000.00");
  await put({});
  assert.equal(await count(), "130000.00");
});

Deno.test("the rate is a row with a first day: one that begins tomorrow is not due today", async () => {
  await world
    .admin`insert into payout.commission_rates (valid_from, rate, sac, notification) values ('2026-11-21', 20, '9961', 'a test')`;
  try {
    assert.equal((await calculate("2024-11", [deccan.destinationId]))[0]?.gst_amount, "23400.00");
    world.clock.set("2026-11-21T00:00:00+05:30");
    assert.equal((await calculate("2024-11", [deccan.destinationId]))[0]?.gst_amount, "26000.00");
  } finally {
    await world.admin`delete from payout.commission_rates where valid_from = '2026-11-21'`;
    world.clock.set("2026-11-20T10:00:00+05:30");
  }
});

Deno.test("a whole invoice is payable where the company pays it in full, and financial years begin in April", async () => {
  await world.admin`update payout.settings set payable_basis = 'FULL' where tenant_id = ${house.id}`;
  assert.equal((await calculate("2024-11", [deccan.destinationId]))[0]?.payable_amount, "153400.00");
  const [years] = await world
    .admin`select payout.financial_year('2025-03') as march, payout.financial_year('2025-04') as april`;
  assert.deepEqual(years, { march: "2024-2025", april: "2025-2026" });
});
