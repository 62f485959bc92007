import assert from "node:assert/strict";
import { signedInvoices } from "../support/payout_bulk.ts";
import { deccan, house, payoutWorld, rival } from "../support/payout_world.ts";

/** Submitted invoices: the payout rules' list, its filters, and sums that are not the page's. */
const world = await payoutWorld();
Deno.test.afterAll(world.close);
const { admin } = world;
const submitted = async (query: string, as = "auditor@house.test") =>
  await world.api(`GET /api/admin/invoices/submitted${query}`, { as });
const idsOf = (body: { invoices: { invoiceId: string }[] }) => body.invoices.map(({ invoiceId }) => invoiceId);

const november = await signedInvoices(world, [{ destinationId: deccan.destinationId, base: 130_000 }, {}, {}, {}]);
const december = await signedInvoices(world, 3, { month: "2024-12", from: 10 });
await signedInvoices(world, 2, { tenant: rival });
const [unpaid, paid] = [november[2]!, november[3]!];
await admin`update payout.invoices set status = 'paid' where tenant_id = ${house.id} and invoice_id = ${paid}`;
await admin`update payout.invoices set status = 'failed' where tenant_id = ${house.id} and invoice_id = ${unpaid}`;

Deno.test("as the payout rules print it: filters, summary, invoices with masked accounts", async () => {
  const { status, body, text } = await submitted("?month=2024-11&status=submitted&unpaid=true");
  assert.equal(status, 200);
  assert.deepEqual(body.filters, { month: "2024-11", status: "submitted", unpaid: true });
  assert.match(text, /"summary":\{"totalInvoices" : 2, "totalAmount" : 23580\.36\}/);
  const { payableAmount: _, bankFileId, utrNumber, paymentDate, failureReason, failureClass, ...seed } =
    body.invoices[0];
  assert.deepEqual([bankFileId, utrNumber, paymentDate, failureReason, failureClass], Array(5).fill(null));
  assert.deepEqual(seed, {
    invoiceId: november[0],
    invoiceNumber: "INV/2411/1",
    destinationId: deccan.destinationId,
    partnerName: "Deccan Referral Services",
    partnerGst: deccan.gstNumber,
    month: "2024-11",
    gstBaseAmount: 130_000,
    gstAmount: 23_400,
    status: "submitted",
    signedAt: "2026-11-20T04:30:00Z",
    accountNumber: "XXXXXX7890",
    ifscCode: "HDFC0001234",
    isPaid: false,
  });
});

Deno.test("without a filter what waits, unpaid also what failed, not unpaid what is paid; text finds number, name, destination, GSTIN", async () => {
  const found = async (query: string) => idsOf((await submitted(query)).body);
  assert.deepEqual(await found(""), [november[0], november[1], ...december]);
  assert.deepEqual(await found("?unpaid=true&month=2024-11"), [november[0], november[1], unpaid]);
  assert.deepEqual(await found("?unpaid=false"), [paid]);
  assert.deepEqual(await found("?status=failed"), [unpaid]);
  assert.deepEqual(await found("?status=paid&unpaid=true"), []);
  for (const q of ["deccan", "INV/2411/1", deccan.destinationId.slice(0, 8), deccan.gstNumber!]) {
    assert.deepEqual((await found(`?q=${encodeURIComponent(q)}`))[0], november[0], q);
  }
  assert.deepEqual(await found(`?q=${encodeURIComponent("%")}`), [], "a sign of like is a sign");
  assert.equal((await submitted("?q=deccan")).body.summary.totalInvoices, 1);
  for (const wrong of ["?month=2024-13", "?status=generated", "?unpaid=yes", "?cursor=W10", "?page=2"]) {
    assert.equal((await submitted(wrong)).status, 400, wrong);
  }
});

Deno.test("page after page shows each once and the same sums; another company's are not among them", async () => {
  const seen: string[] = [];
  let cursor: string | null = "";
  do {
    const { body }: { body: Awaited<ReturnType<typeof submitted>>["body"] } = await submitted(
      `?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    assert.equal(body.summary.totalInvoices, 5);
    seen.push(...idsOf(body));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, [november[0], november[1], ...december]);
  const { body } = await submitted("", "owner@rival.test");
  assert.equal(body.summary.totalInvoices, 2);
  assert.ok(body.invoices.every(({ destinationId }: { destinationId: string }) => destinationId.startsWith("DEST-")));
});

Deno.test("the account shown is the one it was paid to, though the partner has another by now", async () => {
  const made = await world.api("POST /api/admin/export-bank-file", { body: { invoiceIds: [december[0]] } });
  assert.equal(made.status, 200, made.text);
  await admin`update payout.bank_accounts as a set superseded_at = now() from payout.partners as p
    where p.id = a.partner_id and p.destination_id = 'DEST-000010' and p.tenant_id = ${house.id}`;
  const { body } = await submitted("?status=in_bank_file");
  assert.deepEqual([body.invoices[0].accountNumber, body.invoices[0].bankFileId], ["XXXXXX0010", made.body.bankFileId]);
});
