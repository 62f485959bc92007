import assert from "node:assert/strict";
import {
  cauvery,
  deccan,
  examplePayouts,
  house,
  kaveri,
  type Payout,
  payoutWorld,
  unregistered,
} from "../support/payout_world.ts";
import { acting } from "../support/tenants.ts";

const world = await payoutWorld();
Deno.test.afterAll(() => world.close());

const asDeccan = { as: "partner@house.test" };
const asKaveri = { as: "kaveri@house.test" };
const asRival = { as: "partner@rival.test" };
const path = (destination = deccan.destinationId) => `/api/partner/${destination}/invoice`;
const generate = (month: string, more: Record<string, unknown> = {}, who: { as: string } = asDeccan, to = deccan) =>
  world.api(`POST ${path(to.destinationId)}/generate`, { ...who, body: { month, ...more } });
const trail = (month: string, amount: number | string, to = deccan): Payout => [
  ...[to.destinationId, month, "trail", "base_referral", amount] as const,
];
const inHouse = acting(world.db, house.id, { clock: world.clock });

Deno.test("the example of the rules is invoiced as the rules print it, to the paisa and to the key", async () => {
  await world.importPayouts(examplePayouts());
  const made = await generate("2024-11");
  assert.equal(made.status, 201, made.text);
  const printed = {
    invoiceId: made.body.invoiceId,
    invoiceNumber: "INV/NOV24/001",
    invoiceDate: "2026-11-20",
    month: "2024-11",
    financialYear: "2024-2025",
    partnerName: deccan.partnerName,
    gstNumber: deccan.gstNumber,
    accountNumber: "XXXXXX7890",
    ifscCode: "HDFC0001234",
    gstBaseAmount: 130000,
    state: "Maharashtra",
    address: "12 Station Road, Pune - 411001",
    email: deccan.email,
    trailAmount: 80000,
    upfrontAmount: 50000,
    status: "generated",
    digitallySigned: false,
  };
  const keys = Object.keys(printed) as (keyof typeof printed)[];
  const of = (body: Record<string, unknown>) => Object.fromEntries(keys.map((key) => [key, body[key]]));
  assert.deepEqual(of(made.body), printed);
  assert.match(made.body.invoiceId, /^inv_\d+$/);
  for (
    const text of [
      '"gstBaseAmount" : 130000.00',
      '"trailAmount" : 80000.00',
      '"upfrontAmount" : 50000.00',
      '"cgstAmount" : 11700.00',
      '"sgstAmount" : 11700.00',
      '"igstAmount" : 0.00',
      '"gstAmount" : 23400.00',
      '"totalAmount" : 153400.00',
      '"payableAmount" : 23400.00',
      '"payableBasis" : "GST_ONLY"',
    ]
  ) assert.ok(made.text.includes(text), `${text} is not in ${made.text}`);
  const data = await world.api(`GET ${path()}/2024-11/data`, asDeccan);
  assert.equal(data.text, made.text);
});

Deno.test("before there is an invoice its data are a preview, which takes no number", async () => {
  await world.importPayouts([trail("2024-10", "95000")]);
  const preview = () => world.api(`GET ${path()}/2024-10/data`, asDeccan);
  const { status, body, headers } = await preview();
  assert.equal(status, 200);
  assert.deepEqual([body.status, body.invoiceId, body.invoiceNumber], ["not_generated", null, "INV/OCT24/002"]);
  assert.deepEqual([body.gstAmount, body.invoicePdfUrl], [17100, null]);
  assert.deepEqual((await preview()).body, body);
  const seen = { ...asDeccan, headers: { "if-none-match": headers.get("etag")! } };
  assert.equal((await world.api(`GET ${path()}/2024-10/data`, seen)).status, 304);
  const own = await world.api(`GET ${path()}/2024-10/data?invoiceNumber=rs/24-10`, asDeccan);
  assert.equal(own.body.invoiceNumber, "RS/24-10");
  const taken = await world.api(`GET ${path()}/2024-10/data?invoiceNumber=inv/nov24/001`, asDeccan);
  assert.deepEqual([taken.status, taken.body.code], [409, "invoice_number_taken"]);
});

Deno.test("the list has every invoice, the months that have none, and their counts", async () => {
  const listed = await world.api(
    `GET /api/partner/${deccan.destinationId}/invoices?financial_year=2024-2025&status=all`,
    asDeccan,
  );
  assert.equal(listed.status, 200, listed.text);
  const { destinationId, partnerName, invoices, summary } = listed.body;
  assert.deepEqual([destinationId, partnerName], [deccan.destinationId, deccan.partnerName]);
  const [november, october] = invoices;
  const { invoiceId } = november;
  const wanted = ["invoiceId", "invoiceNumber", "month", "invoiceDate", "gstBaseAmount", "gstAmount", "status"];
  const more = ["signedAt", "invoicePdfUrl", "signedPdfUrl", "utrNumber", "paymentDate"];
  assert.deepEqual(Object.keys(november).slice(0, 12), [...wanted, ...more]);
  assert.equal(november.invoicePdfUrl, `/api/partner/invoice/${invoiceId}/pdf?type=original`);
  assert.deepEqual([november.signedPdfUrl, november.signedAt, november.utrNumber], [null, null, null]);
  assert.deepEqual([october.month, october.status, october.invoiceId, october.gstAmount], [
    ...["2024-10", "not_generated", null, 17100],
  ]);
  assert.deepEqual([summary.totalInvoices, summary.pendingGeneration, summary.submitted, summary.paid], [2, 1, 0, 0]);
  assert.ok(listed.text.includes('"ytdGstAmount" : 23400.00'), listed.text);
  const only = async (query: string) =>
    (await world.api(`GET /api/partner/${deccan.destinationId}/invoices?${query}`, asDeccan)).body.invoices.map(
      ({ month }: { month: string }) => month,
    );
  assert.deepEqual(await only("status=not_generated"), ["2024-10"]);
  assert.deepEqual(await only("status=generated"), ["2024-11"]);
  assert.deepEqual(await only("financial_year=2023-2024"), []);
  const unknown = await world.api(`GET /api/partner/${deccan.destinationId}/invoices?status=lost`, asDeccan);
  assert.equal(unknown.status, 400);
});

Deno.test("a partner in another State charges IGST, and each head is rounded half-up to the paisa", async () => {
  await world.importPayouts([
    trail("2024-11", "130000", kaveri),
    trail("2024-12", "100.03", kaveri),
    trail("2024-12", "0.25"),
  ]);
  const far = await generate("2024-11", {}, asKaveri, kaveri);
  assert.equal(far.status, 201, far.text);
  assert.deepEqual([far.body.cgstAmount, far.body.sgstAmount, far.body.igstAmount], [0, 0, 23400]);
  assert.deepEqual([far.body.state, far.body.placeOfSupply, far.body.placeOfSupplyName], [
    ...["Karnataka", "27", "Maharashtra"],
  ]);
  const odd = await generate("2024-12", {}, asKaveri, kaveri);
  assert.deepEqual([odd.body.igstAmount, odd.body.totalAmount], [18.01, 118.04]);
  const small = await world.api(`GET ${path()}/2024-12/data`, asDeccan);
  assert.deepEqual([small.body.cgstAmount, small.body.sgstAmount, small.body.gstAmount], [0.02, 0.02, 0.04]);
});

Deno.test("an invoice is read by either form of its id, with its timeline and an ETag", async () => {
  const { body: { invoices: [{ invoiceId }] } } = await world.api(
    `GET /api/partner/${deccan.destinationId}/invoices?status=generated`,
    asDeccan,
  );
  const long = await world.api(`GET /api/partner/invoice/${invoiceId}`, asDeccan);
  const short = await world.api(`GET /api/partner/invoice/${invoiceId.slice(4)}`, asDeccan);
  assert.equal(long.status, 200, long.text);
  assert.equal(short.text, long.text);
  assert.deepEqual(long.body.timeline, [{ event: "generated", date: "2026-11-20", at: "2026-11-20T04:30:00Z" }]);
  const seen = { ...asDeccan, headers: { "if-none-match": long.headers.get("etag")! } };
  assert.equal((await world.api(`GET /api/partner/invoice/${invoiceId}`, seen)).status, 304);
});

Deno.test("another partner, another company and whoever is no partner see nothing of it", async () => {
  const { body: { invoices } } = await world.api(`GET /api/partner/${deccan.destinationId}/invoices`, asDeccan);
  const { invoiceId } = invoices.find(({ status }: { status: string }) => status === "generated");
  for (const who of [asKaveri, asRival]) {
    for (const part of ["", "/pdf", "/pdf?type=original", "/receipt"]) {
      const { status, body } = await world.api(`GET /api/partner/invoice/${invoiceId}${part}`, who);
      // inv_1 may be the number of another's own; then it is theirs that they see.
      if (status === 200) assert.notEqual(body?.partnerName ?? "", deccan.partnerName);
      else assert.ok([404, 409].includes(status), `${status}`);
    }
    for (const what of [`/invoices`, `/invoice/2024-11/data`]) {
      const { status, body } = await world.api(`GET /api/partner/${deccan.destinationId}${what}`, who);
      assert.deepEqual([status, body.code], [404, "destination_not_found"]);
    }
    const made = await generate("2024-10", {}, who);
    assert.deepEqual([made.status, made.body.code], [404, "destination_not_found"]);
    const body = { reason: "not mine" };
    const gone = await world.api(`POST /api/partner/invoice/${invoiceId}/cancel`, { ...who, body });
    assert.deepEqual([gone.status, gone.body.code], [404, "partner_invoice_not_found"]);
  }
  for (const id of ["inv_999999", "inv_", "0", "inv_12345678901234567890", "x"]) {
    const { status, body } = await world.api(`GET /api/partner/invoice/${id}`, asDeccan);
    assert.deepEqual([status, body.code], [404, "partner_invoice_not_found"], id);
  }
  assert.equal((await world.api(`GET /api/partner/invoice/${invoiceId}`, { as: "owner@house.test" })).status, 403);
});

Deno.test("the same Idempotency-Key is the same invoice", async () => {
  const headers = { "idempotency-key": "once-for-october" };
  const ask = () => world.api(`POST ${path()}/generate`, { ...asDeccan, body: { month: "2024-10" }, headers });
  const [first, second] = [await ask(), await ask()];
  assert.deepEqual([first.status, second.status], [201, 201]);
  assert.equal(second.text, first.text);
  assert.equal(second.headers.get("idempotency-replayed"), "true");
});

Deno.test("what cannot be invoiced is refused by name", async () => {
  const refused = async (code: string, status: number, month: string, more = {}, who = asDeccan, to = deccan) => {
    const answer = await generate(month, more, who, to);
    assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
    return answer.body;
  };
  const { facts } = await refused("partner_invoice_exists", 409, "2024-11");
  assert.equal(facts.invoice.invoiceNumber, "INV/NOV24/001");
  await refused("no_eligible_payouts", 409, "2024-01");
  await refused("payout_month_in_future", 400, "2026-12");
  await refused("invalid_request", 400, "2024-13");
  const number = (invoiceNumber: string) => ({ invoiceNumber });
  await refused("invoice_number_too_long", 400, "2024-12", number("INV/DECEMBER24/01"));
  await refused("invoice_number_characters_not_allowed", 400, "2024-12", number("INV#12"));
  await refused("invoice_number_characters_not_allowed", 400, "2024-12", number("चालान/1"));
  await refused("invoice_number_starts_wrongly", 400, "2024-12", number("0012"));
  await refused("invoice_number_starts_wrongly", 400, "2024-12", number("/12"));
  await refused("invoice_number_taken", 409, "2024-12", number(" inv/nov24/001 "));
  await world.importPayouts([
    trail("2024-09", "5000"),
    trail("2024-09", "-5000"),
    trail("2024-10", "10", unregistered),
  ]);
  await refused("gst_base_not_positive", 409, "2024-09");
  const asUnregistered = { as: unregistered.email };
  await refused("partner_not_registered", 409, "2024-10", {}, asUnregistered, unregistered);
  await inHouse(({ sql }) =>
    sql`update payout.partners set blocked_at = core.now(), blocked_reason = 'asked to wait' where destination_id = ${kaveri.destinationId}`
  );
  await world.importPayouts([trail("2025-01", "10", kaveri)]);
  await refused("partner_blocked", 409, "2025-01", {}, asKaveri, kaveri);
  const strange = await world.api(`POST ${path()}/generate`, { ...asDeccan, body: { month: "2024-12", amount: 1 } });
  assert.deepEqual([strange.status, strange.body.errors[0].code], [400, "unknown_key"]);
});

Deno.test("two partners number for themselves, and one number serves two companies and two years", async () => {
  await world.importPayouts([trail("2024-11", "130000", cauvery)], "owner@rival.test");
  const rivals = await generate("2024-11", {}, asRival, cauvery);
  assert.equal(rivals.body.invoiceNumber, "INV/NOV24/001");
  assert.equal(rivals.body.state, "Karnataka");
  assert.deepEqual([rivals.body.cgstAmount, rivals.body.igstAmount], [11700, 0]);
  await world.importPayouts([trail("2025-02", "10"), trail("2025-03", "10")]);
  const first = await generate("2025-02", { invoiceNumber: "pune-7" });
  assert.equal(first.body.invoiceNumber, "PUNE-7");
  world.clock.set("2027-04-01T10:00:00+05:30");
  const next = await generate("2025-03", { invoiceNumber: "PUNE-7" });
  assert.equal(next.status, 201, next.text);
  world.clock.set("2026-11-20T10:00:00+05:30");
});

Deno.test("a cancelled invoice keeps its number, and the month is invoiced anew", async () => {
  const { body: before } = await world.api(`GET ${path()}/2024-11/data`, asDeccan);
  const cancel = (body: unknown = { reason: "wrong month" }) =>
    world.api(`POST /api/partner/invoice/${before.invoiceId}/cancel`, { ...asDeccan, body });
  assert.equal((await cancel({})).status, 400);
  const { status, body } = await cancel();
  assert.equal(status, 200);
  assert.deepEqual([body.status, body.cancelReason], ["cancelled", "wrong month"]);
  assert.deepEqual(body.timeline.map(({ event }: { event: string }) => event), ["generated", "cancelled"]);
  const again = await cancel();
  assert.deepEqual([again.status, again.body.code], [409, "partner_invoice_cancelled"]);
  const same = await generate("2024-11", { invoiceNumber: before.invoiceNumber });
  assert.equal(same.body.code, "invoice_number_taken");
  const anew = await generate("2024-11");
  assert.equal(anew.status, 201, anew.text);
  assert.notEqual(anew.body.invoiceNumber, before.invoiceNumber);
  const { body: list } = await world.api(
    `GET /api/partner/${deccan.destinationId}/invoices?financial_year=2024-2025`,
    asDeccan,
  );
  const ofNovember = list.invoices.filter(({ month }: { month: string }) => month === "2024-11");
  assert.deepEqual(ofNovember.map((one: { status: string }) => one.status), ["generated", "cancelled"]);
});
