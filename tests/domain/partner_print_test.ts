import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cancelPartnerInvoice, generateInvoice, invoicePicture } from "../../domain/payout/mod.ts";
import { printPartnerInvoice } from "../../domain/payout/partner_print.ts";
import { cauvery, deccan, examplePayouts, house, kaveri, payoutWorld, rival } from "../support/payout_world.ts";
import { readPdf } from "../support/pdf.ts";
import { acting } from "../support/tenants.ts";

const world = await payoutWorld();
/** Where to leave what is printed, for a person to look at. */
const folder = Deno.env.get("PAKKA_PRINTS");
Deno.test.afterAll(() => world.close());

const made: Record<string, string> = {};
Deno.test.beforeAll(async () => {
  await world.importPayouts([...examplePayouts(), ...examplePayouts(kaveri.destinationId)]);
  await world.importPayouts(examplePayouts(cauvery.destinationId), "owner@rival.test");
  for (const { email, destinationId } of [deccan, kaveri, cauvery]) {
    const ctx = await world.context(email);
    const { json } = await generateInvoice(ctx, destinationId, { month: "2024-11", invoiceNumber: undefined });
    made[email] = JSON.parse(json).invoiceId;
  }
});

const paper = async (who: string, part = "pdf?type=original") => {
  const { status, bytes } = await world.raw(`/api/partner/invoice/${made[who]}/${part}`, who);
  assert.equal(status, 200, new TextDecoder().decode(bytes.slice(0, 500)));
  if (folder) Deno.writeFileSync(`${folder}/partner-${who.split("@")[0]}-${part.replace(/\W/g, "-")}.pdf`, bytes);
  const pdf = await readPdf(bytes);
  pdf.close();
  return { bytes, page: pdf.pages.join(" ") };
};
const says = (page: string, texts: readonly string[]) => {
  for (const text of texts) assert.ok(page.includes(text), `${text}\nis not in\n${page}`);
};
const inHouse = acting(world.db, house.id, { clock: world.clock });
const rowOf = (who: string) =>
  inHouse(async ({ sql }) => (await sql`select * from payout.invoices where invoice_id = ${made[who]!}`)[0]!);

Deno.test("the paper says all that CGST rule 46 asks of a tax invoice for a service", async () => {
  const { page } = await paper(deccan.email);
  says(page, [
    ...["TAX INVOICE", deccan.partnerName, "12 Station Road, Pune - 411001", `GSTIN: ${deccan.gstNumber}`],
    ...["Invoice no. INV/NOV24/001 Date 20-Nov-2026", "Maharashtra (27)", "Reverse charge"],
    ...[
      "Bill to (recipient) House of Loans Private Limited 204 Laxmi Estate Mumbai - 400053",
      "GSTIN: 27AABCS1429B1ZU",
    ],
    ...["Trail commission, November 2024 9961 80,000.00", "Upfront payment, November 2024 9961 50,000.00"],
    ...["Taxable value 1,30,000.00", "CGST 11,700.00", "SGST 11,700.00", "18%", "Total ₹ 1,53,400.00"],
    "Rupees One Lakh Fifty Three Thousand Four Hundred Only",
    ...["₹ 23,400.00", "A/c XXXXXX7890", "IFSC HDFC0001234", "Signature"],
  ]);
  assert.doesNotMatch(page, /IGST|1234567890|one-time password/);
});

Deno.test("another State's partner charges IGST, and each company's partner its own", async () => {
  const far = await paper(kaveri.email);
  says(far.page, ["Karnataka (29)", "Maharashtra (27)", "IGST 23,400.00"]);
  assert.doesNotMatch(far.page, /CGST|SGST|00123456789012/);
  const other = await paper(cauvery.email);
  says(other.page, ["Rival Finance Private Limited", "CGST 11,700.00", cauvery.partnerName]);
  assert.doesNotMatch(other.page, /House of Loans/);
});

Deno.test("what is kept is what was printed: its hash stands on the invoice, and printing again gives the same bytes", async () => {
  const { bytes } = await paper(deccan.email);
  const row = await rowOf(deccan.email);
  assert.deepEqual(new Uint8Array(row.document_sha256), new Uint8Array(createHash("sha256").update(bytes).digest()));
  await inHouse(async ({ sql }) => {
    await sql`update payout.partners set partner_name = 'Renamed', address = 'Elsewhere' where destination_id = ${deccan.destinationId}`;
    await sql`update core.company_gstins set address = 'Moved'`;
  });
  const [again] = await inHouse(({ sql }) =>
    sql<{ json: string }[]>`select payout.print_invoice(i)::text as json from payout.invoices as i where id = ${row.id}`
  );
  assert.deepEqual(printPartnerInvoice(again!.json, null), bytes);
});

Deno.test("the signed paper is the same pages with what was consented to, when, from where, and to which bytes", async () => {
  const path = `/api/partner/invoice/${made[deccan.email]}/pdf`;
  const early = await world.api(`GET ${path}`, { as: deccan.email });
  assert.deepEqual([early.status, early.body.code, early.body.facts.hint], [
    ...[409, "partner_invoice_not_signed", "?type=original"],
  ]);
  const { id, document_sha256 } = await rowOf(deccan.email);
  await inHouse(({ sql }) =>
    sql`with otp as (
          insert into payout.otp_log (tenant_id, public_no, invoice_id, destination_id, email, document_sha256, otp_hash, otp_sent_at, otp_expires_at)
          select tenant_id, 1, id, destination_id, partner_email, sha256(''), 'of no use', core.now(), core.now()
          from payout.invoices where id = ${id} returning id)
        update payout.invoices set otp_id = (select id from otp), status = 'submitted', digitally_signed = true, signed_at = '2026-11-20T06:00:30Z', signed_ip = '103.45.67.89',
        consent_text = 'I have read it. मैंने पढ़ लिया है।' where id = ${id}`
  );
  const [texts] = await inHouse(({ sql }) =>
    sql<
      { json: string; signature: string }[]
    >`select payout.print_invoice(i)::text as json, payout.print_signature(i)::text as signature
      from payout.invoices as i where id = ${id}`
  );
  const bytes = printPartnerInvoice(texts!.json, texts!.signature);
  assert.deepEqual(printPartnerInvoice(texts!.json, texts!.signature), bytes);
  if (folder) Deno.writeFileSync(`${folder}/partner-signed.pdf`, bytes);
  const pdf = await readPdf(bytes);
  pdf.close();
  const hash = [...new Uint8Array(document_sha256)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  says(pdf.pages.join(" "), [
    ...["Signed electronically by one-time password", "I have read it.", "20-Nov-2026 11:30 IST", "103.45.67.89"],
    ...["par***@house.test", hash.match(/.{8}/g)!.join(" "), "Total ₹ 1,53,400.00"],
  ]);
  const signed = await invoicePicture(await world.context(deccan.email), made[deccan.email]!, "signed");
  const plain = await invoicePicture(await world.context(deccan.email), made[deccan.email]!, "original");
  assert.ok(signed.length > plain.length);
  await inHouse(({ sql }) =>
    sql`update payout.invoices set status = 'generated', digitally_signed = false, signed_at = null, consent_text = null where id = ${id}`
  );
});

Deno.test("whoever has the paper already is not sent it again", async () => {
  const path = `GET /api/partner/invoice/${made[kaveri.email]}/pdf?type=original`;
  const first = await world.api(path, { as: kaveri.email });
  const headers = { "if-none-match": first.headers.get("etag")! };
  const { status, text } = await world.api(path, { as: kaveri.email, headers });
  assert.deepEqual([status, text], [304, ""]);
});

Deno.test("a picture is an SVG that needs no font, no script and nothing from elsewhere", async () => {
  const svg = await invoicePicture(await world.context(kaveri.email), made[kaveri.email]!, "original");
  assert.match(svg, /^<svg [^>]*viewBox="0 0 595/);
  assert.doesNotMatch(svg, /<script|<text|<foreignObject|href="(?!#)|@font-face/);
  await assert.rejects(invoicePicture(await world.context(cauvery.email), "inv_99", "original"), {
    code: "partner_invoice_not_found",
  });
});

Deno.test("a receipt is there once something is paid, and names the bank's reference, never the account", async () => {
  const ask = () => world.api(`GET /api/partner/invoice/${made[kaveri.email]}/receipt`, { as: kaveri.email });
  const early = await ask();
  assert.deepEqual([early.status, early.body.code], [409, "partner_invoice_not_paid"]);
  await inHouse(({ sql }) =>
    sql`update payout.invoices set status = 'paid', settled_amount = payable_amount, payment_date = '2026-11-18', utr_number = 'SBIN2611180012345',
        payment_status = 'SUCCESS' where invoice_id = ${made[kaveri.email]!}`
  );
  const { page } = await paper(kaveri.email, "receipt");
  says(page, [
    ...["PAYMENT RECEIPT", "Paid by", "House of Loans Private Limited", kaveri.partnerName, "18-Nov-2026"],
    ...["SBIN2611180012345", "XXXXXX9012", "₹ 23,400.00", "Rupees Twenty Three Thousand Four Hundred Only"],
    "until 25-Nov-2026",
  ]);
  assert.doesNotMatch(page, /00123456789012/);
});

Deno.test("a cancelled invoice is drawn as one; its paper is kept as it was", async () => {
  const who = cauvery.email;
  const ctx = await world.context(who);
  const before = await paper(who);
  await cancelPartnerInvoice(ctx, made[who]!, { reason: "wrong month" });
  assert.deepEqual((await paper(who)).bytes, before.bytes);
  const [row] = await acting(world.db, rival.id, { clock: world.clock })(({ sql }) =>
    sql<
      { json: string }[]
    >`select payout.print_invoice(i)::text as json from payout.invoices as i where invoice_id = ${made[who]!}`
  );
  assert.match(row!.json, /"status" : "cancelled"/);
});
