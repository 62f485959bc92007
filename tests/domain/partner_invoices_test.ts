import assert from "node:assert/strict";
import {
  cancelPartnerInvoice,
  generateInvoice,
  invoiceData,
  listPartnerInvoices,
  readPartnerInvoice,
} from "../../domain/payout/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import {
  cauvery,
  deccan,
  house,
  kaveri,
  type Partner,
  type Payout,
  payoutWorld,
  rival,
} from "../support/payout_world.ts";
import { acting } from "../support/tenants.ts";

const world = await payoutWorld();
Deno.test.afterAll(() => world.close());

const trail = (month: string, amount: string, { destinationId } = deccan): Payout => [
  ...[destinationId, month, "trail", "base_referral", amount] as const,
];
const monthsOf = (year: number, count = 12) =>
  Array.from({ length: count }, (_, i) => `${year}-${String(i + 1).padStart(2, "0")}`);
const inHouse = acting(world.db, house.id, { clock: world.clock });
const code = (error: unknown) => error instanceof Refusal ? error.code : String(error);

async function generate(month: string, { email, destinationId } = deccan, invoiceNumber?: string) {
  const ctx = await world.context(email);
  return JSON.parse((await generateInvoice(ctx, destinationId, { month, invoiceNumber })).json);
}
/** Numbers given and codes refused, of all at once. */
async function together(asked: readonly (() => Promise<{ invoiceNumber: string }>)[]) {
  const outcomes = await Promise.allSettled(asked.map((ask) => ask()));
  return {
    numbers: outcomes.flatMap((one) => one.status === "fulfilled" ? [one.value.invoiceNumber] : []).sort(),
    codes: outcomes.flatMap((one) => one.status === "rejected" ? [code(one.reason)] : []),
  };
}
const sequences = (numbers: readonly string[]) =>
  numbers.map((number) => Number(number.split("/")[2])).sort((a, b) => a - b);
const countTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

Deno.test("of sixteen at once for one month one is made, and the others are told which", async () => {
  await world.importPayouts([trail("2024-05", "1000")]);
  const { numbers, codes } = await together(Array(16).fill(() => generate("2024-05")));
  assert.deepEqual(numbers, ["INV/MAY24/001"]);
  assert.deepEqual(new Set(codes), new Set(["partner_invoice_exists"]));
  const [kept] = await inHouse(({ sql }) =>
    sql`select (select count(*)::int from payout.invoices) as invoices, (select count(*)::int from payout.documents) as documents`
  );
  assert.deepEqual({ ...kept }, { invoices: 1, documents: 1 });
});

Deno.test("numbers of many months made at once follow each other without a gap, whatever the partner has typed in", async () => {
  await world.importPayouts(monthsOf(2023).map((month) => trail(month, "1000", kaveri)));
  await world.importPayouts([trail("2022-01", "1000", kaveri), trail("2022-02", "1000", kaveri)]);
  await generate("2022-01", kaveri, "inv/jan22/003");
  await generate("2022-02", kaveri, "KLP-1");
  const { numbers, codes } = await together(monthsOf(2023).map((month) => () => generate(month, kaveri)));
  assert.deepEqual(codes, []);
  assert.deepEqual(sequences(numbers), countTo(13).filter((n) => n !== 3));
});

Deno.test("two destinations of one GSTIN share its series", async () => {
  const other: Partner = { ...deccan, destinationId: "DECCAN-2", email: "second@house.test" };
  await world.addPartner(other);
  await world.importPayouts(monthsOf(2021, 6).flatMap((month) => [trail(month, "5"), trail(month, "7", other)]));
  const ctx = await world.context(deccan.email);
  const second: Context = { ...ctx, actor: { ...ctx.actor, destinationId: other.destinationId } };
  const asSecond = async (month: string) =>
    JSON.parse((await generateInvoice(second, other.destinationId, { month, invoiceNumber: undefined })).json);
  const { numbers, codes } = await together(
    monthsOf(2021, 6).flatMap((month) => [() => generate(month), () => asSecond(month)]),
  );
  assert.deepEqual(codes, []);
  assert.deepEqual(sequences(numbers), countTo(13).slice(1), "after the one of May 2024");
});

Deno.test("of two at once that type the same number one has it", async () => {
  await world.importPayouts([trail("2020-01", "5"), trail("2020-02", "5")]);
  const { numbers, codes } = await together(
    ["2020-01", "2020-02"].map((month) => () => generate(month, deccan, "mine/1")),
  );
  assert.deepEqual([numbers, codes], [["MINE/1"], ["invoice_number_taken"]]);
});

Deno.test("a partner's generating does not wait for another partner who is being looked at", async () => {
  await world.importPayouts([trail("2020-03", "5"), trail("2020-03", "5", kaveri)]);
  await inHouse(async ({ sql }) => {
    await sql`select 1 from payout.partners where destination_id = ${kaveri.destinationId} for update`;
    const made = await generate("2020-03");
    assert.equal(made.status, "generated");
  });
});

Deno.test("an invoiced month takes no more payouts, and what counts later does not change it; FULL pays the total, as it was set that day", async () => {
  await world.importPayouts([trail("2019-01", "100.50"), trail("2019-02", "100.50")]);
  const first = await generate("2019-01");
  await assert.rejects(world.importPayouts([trail("2019-01", "900")]), /payout_month_invoiced/);
  const counts = (eligible: boolean) =>
    inHouse(({ sql }) => sql`update payout.reason_payment_mapping set is_eligible_for_gst = ${eligible}`);
  await counts(false);
  const frozen = JSON.parse(await invoiceData(await world.context(deccan.email), deccan.destinationId, "2019-01"));
  assert.equal(frozen.gstBaseAmount, 100.5);
  await counts(true);
  await inHouse(({ sql }) => sql`update payout.settings set payable_basis = 'FULL'`);
  const second = await generate("2019-02");
  await inHouse(({ sql }) => sql`update payout.settings set payable_basis = 'GST_ONLY'`);
  const again = JSON.parse(await readPartnerInvoice(await world.context(deccan.email), first.invoiceId));
  assert.deepEqual([again.gstBaseAmount, again.gstAmount, again.payableAmount], [100.5, 18.1, 18.1]);
  // 9.045 a head is 9.05: half-up.
  assert.deepEqual([second.cgstAmount, second.sgstAmount, second.payableBasis, second.payableAmount], [
    ...[9.05, 9.05, "FULL", 118.6],
  ]);
});

Deno.test("a number may be typed in any case and 16 letters long, and stands in capitals", async () => {
  const ctx = await world.context(cauvery.email);
  await world.importPayouts([trail("2024-11", "5", cauvery)], "owner@rival.test");
  const data = async (invoiceNumber?: string) =>
    JSON.parse(await invoiceData(ctx, cauvery.destinationId, "2024-11", { invoiceNumber })).invoiceNumber;
  assert.equal(await data("cr/24-25/nov-001"), "CR/24-25/NOV-001");
  assert.equal(await data(), "INV/NOV24/001");
  assert.equal(await data("  "), "INV/NOV24/001");
  for (
    const [number, why] of [
      ["CR/24-25/NOV-0011", "invoice_number_too_long"],
      ["CR 24", "invoice_number_characters_not_allowed"],
      ["-CR", "invoice_number_starts_wrongly"],
    ] as const
  ) await assert.rejects(data(number), { code: why });
});

Deno.test("what a bank may still pay is not cancelled; a signed invoice is, and what it made owed is taken back", async () => {
  await world.importPayouts([trail("2018-01", "1000")]);
  const { invoiceId } = await generate("2018-01");
  const ctx = await world.context(deccan.email);
  const cancel = () => cancelPartnerInvoice(ctx, invoiceId, { reason: "wrong figures" });
  const sign = (status: string) =>
    inHouse(({ sql }) =>
      sql`update payout.invoices set status = ${status}, digitally_signed = true, signed_at = core.now(), consent_text = 'yes'
        where invoice_id = ${invoiceId}`
    );
  for (const status of ["in_bank_file", "part_paid", "paid", "failed", "returned"]) {
    await sign(status);
    await assert.rejects(cancel, { code: "partner_invoice_not_cancellable" }, status);
  }
  await sign("submitted");
  const owed = () =>
    inHouse(async ({ sql }) => {
      const [sum] = await sql`
        select coalesce(sum(e.credit - e.debit), 0)::text as owed from ledger.ledger_entries as e
        join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where l.code = 'partner_payouts_payable'`;
      return sum!.owed;
    });
  await inHouse(({ sql }) =>
    sql`select payout.book_accrual(i) from payout.invoices as i where invoice_id = ${invoiceId}`
  );
  assert.equal(await owed(), "180.00");
  const gone = JSON.parse(await cancel());
  assert.equal(gone.status, "cancelled");
  assert.equal(Number(await owed()), 0);
});

Deno.test("counts are of the year asked for; year to date is what was invoiced in it", async () => {
  const ctx = await world.context(kaveri.email);
  const list = async (financial_year?: string) =>
    await listPartnerInvoices(ctx, kaveri.destinationId, { financial_year });
  const year = await list("2023-2024");
  assert.ok(year.includes('"ytdGstAmount" : 1620.00'), year);
  const { summary } = JSON.parse(year);
  assert.deepEqual([summary.totalInvoices, summary.generated, summary.pendingGeneration], [9, 9, 0]);
  await inHouse(({ sql }) =>
    sql`update payout.invoices set status = case month when '2023-04' then 'paid' when '2023-05' then 'failed' else 'submitted' end
      where destination_id = ${kaveri.destinationId} and month in ('2023-04', '2023-05', '2023-06')`
  );
  const { summary: later } = JSON.parse(await list("2023-2024"));
  assert.deepEqual([later.submitted, later.paid, later.failed, later.generated], [1, 1, 1, 6]);
  const none = await list("2010-2011");
  assert.ok(none.includes('"ytdGstAmount" : 0.00') && none.includes('"invoices" : []'), none);
  const theirs = await world.context(cauvery.email);
  await assert.rejects(listPartnerInvoices(theirs, kaveri.destinationId), { code: "destination_not_found" });
  const [rivals] = await acting(world.db, rival.id, { clock: world.clock })(({ sql }) =>
    sql`select count(*)::int as seen from payout.invoices`
  );
  assert.equal(rivals!.seen, 0);
});

Deno.test("whoever acts for a destination that is no partner yet is told so", async () => {
  const ctx = await world.context(deccan.email);
  const nobody: Context = { ...ctx, actor: { ...ctx.actor, destinationId: "NOT-YET" } };
  const month = "2024-11";
  for (
    const ask of [
      () => listPartnerInvoices(nobody, "NOT-YET"),
      () => generateInvoice(nobody, "NOT-YET", { month, invoiceNumber: undefined }),
      () => invoiceData(nobody, "NOT-YET", month),
    ]
  ) await assert.rejects(ask, { code: "partner_not_found" });
});
