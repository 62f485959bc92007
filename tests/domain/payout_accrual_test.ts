import assert from "node:assert/strict";
import { acting } from "../support/tenants.ts";
import { cauvery, deccan, house, kaveri, type Partner, rival } from "../support/payout_world.ts";
import { signingWorld } from "../support/signing_world.ts";

const world = await signingWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const months = Array.from({ length: 12 }, (_, n) => `2025-${String(n + 1).padStart(2, "0")}`);

async function ready(partner: Partner = deccan) {
  world.later(90_000);
  const invoiceId = await world.generated(months.shift(), partner);
  const { body: { otpId } } = await world.askOtp(invoiceId, partner);
  return { invoiceId, otpId, code: await world.codeOf(otpId, partner) };
}
async function signed(partner: Partner = deccan): Promise<string> {
  const { invoiceId, otpId, code } = await ready(partner);
  const answer = await world.tryOtp(invoiceId, otpId, code, partner);
  assert.equal(answer.status, 200, answer.text);
  return invoiceId;
}
/** `Dr input_cgst 11700.00`, in order, of every journal of the invoice. */
async function booked(invoiceId: string, { destinationId }: Partner = deccan): Promise<string[]> {
  const rows = await world.admin<{ line: string }[]>`
    select case when e.debit > 0 then 'Dr ' else 'Cr ' end || l.code || ' ' || (e.debit + e.credit) as line from payout.postings as p
    join payout.invoices as i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
    join ledger.ledger_entries as e on e.tenant_id = p.tenant_id and e.voucher_id = p.voucher_id
    join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id
    where i.invoice_id = ${invoiceId} and i.destination_id = ${destinationId} order by p.id, e.entry_no`;
  return rows.map(({ line }) => line);
}
const settings = (change: string, tenantId = house.id) =>
  world.admin.unsafe(`update payout.settings set ${change} where tenant_id = $1`, [tenantId]);

test("across States the tax is IGST", async () => {
  const [ours, theirs] = [await signed(kaveri), await signed(cauvery)];
  assert.deepEqual(await booked(ours, kaveri), ["Dr input_igst 23400.00", "Cr partner_payouts_payable 23400.00"]);
  assert.deepEqual(await booked(theirs, cauvery), [
    "Dr input_cgst 11700.00",
    "Dr input_sgst 11700.00",
    "Cr partner_payouts_payable 23400.00",
  ]);
});

test("where the whole is paid, the commission is an expense and the whole is owed", async () => {
  await settings("payable_basis = 'FULL'");
  const invoiceId = await signed(kaveri);
  await settings("payable_basis = 'GST_ONLY'");
  assert.deepEqual(await booked(invoiceId, kaveri), [
    "Dr partner_commission 130000.00",
    "Dr input_igst 23400.00",
    "Cr partner_payouts_payable 153400.00",
  ]);
});

test("a company that keeps payouts out of its books signs all the same", async () => {
  await settings("books_invoices = false");
  const invoiceId = await signed();
  const theirs = await signed(cauvery);
  await settings("books_invoices = true");
  assert.deepEqual(await booked(invoiceId), []);
  assert.equal((await world.standing(invoiceId)).status, "submitted");
  assert.equal((await booked(theirs, cauvery)).length, 3, "which another company is not told by");
});

test("in a locked period nothing is signed, and the reason has its name; once it is open it is", async () => {
  const { invoiceId, otpId, code } = await ready();
  const today = new Date(world.clock.now().getTime() + 5.5 * 3_600_000).toISOString().slice(0, 10);
  const locked = await world.api("POST /api/periods/lock", { body: { until: today, reason: "closing" } });
  assert.equal(locked.status, 200, locked.text);
  const refused = await world.tryOtp(invoiceId, otpId, code);
  assert.deepEqual([refused.status, refused.body.code], [409, "period_locked"], refused.text);
  assert.match(refused.body.detail, new RegExp(today));
  const none = { status: "generated", signed: 0, documents: 0, postings: 0, vouchers: 0, used: 0 };
  assert.deepEqual(await world.standing(invoiceId), none);
  assert.equal((await world.api("POST /api/periods/lock", { body: { until: null, reason: "too early" } })).status, 200);
  assert.equal((await world.tryOtp(invoiceId, otpId, code)).status, 200);
  assert.equal((await world.standing(invoiceId)).postings, 1);
});

test("what is cancelled after it was signed is taken back once, on its own day", async () => {
  const invoiceId = await signed(kaveri);
  const reverse = () =>
    acting(world.db, house.id, { clock: world.clock })(({ sql }) =>
      sql`select payout.reverse_accrual(i) as voucher from payout.invoices as i
        where i.invoice_id = ${invoiceId} and i.destination_id = ${kaveri.destinationId}`
    );
  world.later(86_400);
  const [first, second] = [await reverse(), await reverse()];
  assert.ok(first[0]?.voucher);
  assert.equal(second[0]?.voucher, null);
  assert.deepEqual((await booked(invoiceId, kaveri)).slice(2), [
    "Cr input_igst 23400.00",
    "Dr partner_payouts_payable 23400.00",
  ]);
  const days = await world.admin`select kind, posted_on::text as day, amount from payout.postings as p
    join payout.invoices as i on i.tenant_id = p.tenant_id and i.id = p.invoice_id
    where i.invoice_id = ${invoiceId} and i.destination_id = ${kaveri.destinationId} order by p.id`;
  assert.deepEqual(days.map(({ kind, amount }) => [kind, amount]), [
    ["accrual", "23400.00"],
    ["accrual_reversed", "23400.00"],
  ]);
  assert.notEqual(days[0]?.day, days[1]?.day);
});

test("webhooks hear of a signature once, each company of its own", async () => {
  const hook = { url: "https://hooks.example/", events: ["partner_invoice.signed"] };
  for (const as of ["owner@house.test", "owner@rival.test"]) {
    assert.equal((await world.api("POST /api/webhooks", { as, body: hook })).status, 201);
  }
  const invoiceId = await signed();
  const told = await world.admin`select tenant_id as "tenantId", event_key as key, body::jsonb -> 'data' as data
    from ops.webhook_deliveries where event_type = 'partner_invoice.signed'`;
  assert.deepEqual(told.map(({ tenantId, key }) => [tenantId, key]), [[house.id, invoiceId]]);
  assert.equal(told[0]?.data.destinationId, deccan.destinationId);
  assert.equal(rival.id === told[0]?.tenantId, false);
});
