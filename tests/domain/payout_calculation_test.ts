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
