import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { folderStore } from "../../domain/gateways/object_store/mod.ts";
import { smtpMailer } from "../../domain/gateways/mail/mod.ts";
import { mailDueOtps, storeDue } from "../../domain/payout/mod.ts";
import { mailServer } from "../support/mail_server.ts";
import { changeAccount, signedInvoices } from "../support/payout_bulk.ts";
import { cauvery, deccan, examplePayouts, house, kaveri, rival } from "../support/payout_world.ts";
import { readPdf } from "../support/pdf.ts";
import { signingWorld } from "../support/signing_world.ts";

/**
 * The three flows of the payout rules, from the sign-in to "Paid", on the days and with the ids the rules print: every member
 * they print stands here with its type. Mail goes over SMTP to a server, documents lie in a folder. What stands beside the
 * printed members is not looked at.
 */
const folder = await Deno.makeTempDir();
const store = folderStore(folder);
const [world, server] = [await signingWorld({ documents: store }), await mailServer()];
Deno.test.afterAll(async () => {
  await server.close();
  await world.close();
  await Deno.remove(folder, { recursive: true });
});
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const partner = deccan.email;
const destinationId = deccan.destinationId;

/** The members that the rules print, of an answer that may hold more. */
// deno-lint-ignore no-explicit-any -- an answer is whatever it is
function printed(body: any, members: Record<string, unknown>): void {
  assert.deepEqual(Object.fromEntries(Object.keys(members).map((name) => [name, body[name]])), members);
}
/** Rupees stand in the text with two decimals, `"gstAmount": 23400.00`, each as often as it is named. */
function rupees(text: string, members: Record<string, string>): void {
  for (const [name, amount] of Object.entries(members)) {
    assert.match(text, new RegExp(`"${name}"\\s*:\\s*${amount.replace(".", "\\.")}\\s*[,}]`), `${name} ${amount}`);
  }
}

test("flow 1, the partner: signs in, sees the month, generates, is mailed a code, signs", async () => {
  await world.admin`insert into payout.public_numbers (tenant_id, kind, last_number) values
    (${house.id}, 'inv', 12344), (${house.id}, 'otp', 67889), (${house.id}, 'bf', 788), (${house.id}, 'rec', 455)`;
  world.clock.set("2024-12-01T15:40:00Z");
  assert.equal((await world.api("GET /api/auth/me", { as: partner })).body.destinationId, destinationId);
  await world.importPayouts([
    ...examplePayouts(),
    [kaveri.destinationId, "2024-11", "upfront", "dynamic", "1000"],
  ]);
  await world.importPayouts([[cauvery.destinationId, "2024-11", "trail", "base_referral", "5"]], "owner@rival.test");

  const before = await world.api(`GET /api/partner/${destinationId}/invoices?financial_year=2024-2025&status=all`, {
    as: partner,
  });
  printed(before.body.invoices[0], { month: "2024-11", gstBaseAmount: 130_000, gstAmount: 23_400, invoiceId: null });
  assert.equal(before.body.invoices[0].status, "not_generated");

  const data = { financialYear: "2024-2025", partnerName: deccan.partnerName, gstNumber: deccan.gstNumber };
  const popup = await world.api(`GET /api/partner/${destinationId}/invoice/2024-11/data?invoiceNumber=INV/NOV24/001`, {
    as: partner,
  });
  printed(popup.body, {
    ...{ ...data, invoiceId: null, invoiceNumber: "INV/NOV24/001", month: "2024-11", status: "not_generated" },
    ...{ gstBaseAmount: 130_000, trailAmount: 80_000, upfrontAmount: 50_000, gstAmount: 23_400, totalAmount: 153_400 },
  });

  const made = await world.api(`POST /api/partner/${destinationId}/invoice/generate`, {
    as: partner,
    body: { month: "2024-11", invoiceNumber: "INV/NOV24/001" },
  });
  assert.equal(made.status, 201, made.text);
  const shown = await world.api(`GET /api/partner/${destinationId}/invoice/2024-11/data`, { as: partner });
  for (const answer of [made, shown]) {
    printed(answer.body, {
      ...{ invoiceId: "inv_12345", invoiceNumber: "INV/NOV24/001", invoiceDate: "2024-12-01", month: "2024-11" },
      ...data,
      ...{ accountNumber: "XXXXXX7890", ifscCode: "HDFC0001234", gstBaseAmount: 130_000, state: "Maharashtra" },
      ...{ address: "12 Station Road, Pune - 411001", email: partner, trailAmount: 80_000, upfrontAmount: 50_000 },
      ...{ cgstAmount: 11_700, sgstAmount: 11_700, igstAmount: 0, totalAmount: 153_400 },
      ...{ status: "generated", digitallySigned: false },
    });
    rupees(answer.text, {
      ...{ gstBaseAmount: "130000.00", trailAmount: "80000.00", upfrontAmount: "50000.00", gstAmount: "23400.00" },
      ...{ cgstAmount: "11700.00", sgstAmount: "11700.00", igstAmount: "0.00", totalAmount: "153400.00" },
    });
  }

  const asked = await world.api("POST /api/partner/invoice/inv_12345/request-otp", {
    as: partner,
    body: { destinationId },
  });
  assert.equal(asked.status, 200, asked.text);
  assert.deepEqual(asked.body, {
    ...{ otpId: "otp_67890", invoiceId: "inv_12345", message: "OTP sent successfully", otpSentTo: "par***@house.test" },
    ...{ expiresAt: "2024-12-01T15:50:00Z", expiresIn: 600, attemptsRemaining: 3 },
  });
  const mailer = smtpMailer({ url: server.url, from: "Pakka <pakka@books.test>" });
  assert.equal((await mailDueOtps(world.job(), { keys: world.keys, mailer })).mailed, 1);
  const [mail] = server.mails;
  assert.deepEqual([mail?.recipients, mail?.subject], [[partner], "OTP for Invoice Signature"]);
  const otpCode = /^Your OTP: (\d{6})$/m.exec(mail!.text!)![1]!;
  assert.match(
    mail!.text!,
    /Invoice INV\/NOV24\/001\s+for November 2024 \(GST Amount: ₹23,400\)\s+Valid for 10 minutes/,
  );

  world.clock.set("2024-12-01T15:42:30Z");
  const wrong = otpCode === "000000" ? "000001" : "000000";
  const verify = (code: string) =>
    world.api("POST /api/partner/invoice/inv_12345/verify-otp", {
      as: partner,
      body: { destinationId, otpId: "otp_67890", otpCode: code },
      headers: { "user-agent": "a browser" },
    });
  const refused = await verify(wrong);
  assert.equal(refused.status, 400);
  printed(refused.body, {
    ...{ success: false, error: "Invalid OTP", attemptsRemaining: 2 },
    message: "Incorrect OTP. You have 2 attempts remaining.",
  });
  const signed = await verify(otpCode);
  assert.equal(signed.status, 200, signed.text);
  assert.ok("signedIp" in signed.body);
  printed(signed.body, {
    ...{ success: true, invoiceId: "inv_12345", invoiceNumber: "INV/NOV24/001", status: "submitted" },
    signedAt: "2024-12-01T15:42:30Z",
    signedPdfUrl: "/api/partner/invoice/inv_12345/pdf?type=signed",
    message: "Invoice signed successfully. Payment will be processed in the next batch.",
  });
});

test("flow 1: the list as the rules print it, and both PDFs out of the object store, to their hashes", async () => {
  const list = await world.api(`GET /api/partner/${destinationId}/invoices?financial_year=2024-2025&status=all`, {
    as: partner,
  });
  printed(list.body, { destinationId, partnerName: deccan.partnerName });
  assert.equal(list.body.invoices.length, 1);
  printed(list.body.invoices[0], {
    ...{ invoiceId: "inv_12345", invoiceNumber: "INV/NOV24/001", month: "2024-11", invoiceDate: "2024-12-01" },
    ...{ gstBaseAmount: 130_000, gstAmount: 23_400, status: "submitted", signedAt: "2024-12-01T15:42:30Z" },
    invoicePdfUrl: "/api/partner/invoice/inv_12345/pdf?type=original",
    signedPdfUrl: "/api/partner/invoice/inv_12345/pdf?type=signed",
    ...{ utrNumber: null, paymentDate: null },
  });
  printed(list.body.summary, { totalInvoices: 1, pendingGeneration: 0, submitted: 1, paid: 0, ytdGstAmount: 23_400 });
  rupees(list.text, { gstBaseAmount: "130000.00", gstAmount: "23400.00", ytdGstAmount: "23400.00" });

  await storeDue(world.job(), store);
  const [left] = await world
    .admin`select count(*)::int as n from payout.documents where bytes is not null and tenant_id = ${house.id}`;
  assert.equal(left!.n, 0, "both lie in the folder");
  const [row] = await world
    .admin`select encode(document_sha256, 'hex') as original, encode(signed_sha256, 'hex') as signed
    from payout.invoices where invoice_id = 'inv_12345' and tenant_id = ${house.id}`;
  for (const type of ["original", "signed"] as const) {
    const pdf = await world.raw(`/api/partner/invoice/inv_12345/pdf?type=${type}`, partner);
    assert.deepEqual([pdf.status, pdf.headers.get("content-type")], [200, "application/pdf"]);
    assert.equal(createHash("sha256").update(pdf.bytes).digest("hex"), row![type]);
    const read = await readPdf(pdf.bytes);
    const text = read.pages.join(" ");
    read.close();
    for (
      const said of ["INV/NOV24/001", deccan.partnerName, deccan.gstNumber!, "80,000", "50,000", "1,30,000", "1,53,400"]
    ) {
      assert.ok(text.includes(said), `${type}: ${said}`);
    }
  }
  const plain = await world.raw("/api/partner/invoice/inv_12345/pdf", partner);
  assert.equal(createHash("sha256").update(plain.bytes).digest("hex"), row!.signed, "the signed one unless told");
  for (const stranger of [kaveri.email, cauvery.email]) {
    for (const path of ["", "/pdf", "/pdf?type=original"]) {
      assert.equal(
        (await world.raw(`/api/partner/invoice/inv_12345${path}`, stranger)).status,
        404,
        `${stranger} ${path}`,
      );
    }
  }
});

/** What the rules' month pays: 150 invoices, ₹24,50,000; the ones they name by their amounts, the others alike. */
const amounts = Array.from(
  { length: 150 },
  (_, n) => ({ 0: 23_400, 1: 18_500, 2: 15_200, 3: 32_100, 40: 12_300, 149: 16_276 }[n] ?? 16_196),
);

test("flow 2, the company: 150 submitted invoices of ₹24,50,000, their bank file, and its bytes", async () => {
  const more = amounts.slice(1).map((gst, n) => ({
    base: Math.round(gst / 0.18 * 100) / 100,
    number: `INV/NOV24/${String(n + 2).padStart(3, "0")}`,
  }));
  await signedInvoices(world, more);
  await signedInvoices(world, 3, { tenant: rival });
  world.clock.set("2024-12-05T10:30:00Z");
  const submitted = await world.api("GET /api/admin/invoices/submitted?month=2024-11&status=submitted&unpaid=true");
  assert.equal(submitted.status, 200, submitted.text);
  assert.deepEqual(submitted.body.filters, { month: "2024-11", status: "submitted", unpaid: true });
  assert.deepEqual(submitted.body.summary, { totalInvoices: 150, totalAmount: 2_450_000 });
  rupees(submitted.text, { totalAmount: "2450000.00" });
  printed(submitted.body.invoices[0], {
    ...{ invoiceId: "inv_12345", invoiceNumber: "INV/NOV24/001", destinationId, partnerName: deccan.partnerName },
    ...{
      partnerGst: deccan.gstNumber,
      month: "2024-11",
      gstBaseAmount: 130_000,
      gstAmount: 23_400,
      status: "submitted",
    },
    ...{ signedAt: "2024-12-01T15:42:30Z", accountNumber: "XXXXXX7890", ifscCode: "HDFC0001234", isPaid: false },
  });

  const ids = amounts.map((_, n) => `inv_${12_345 + n}`);
  const made = await world.api("POST /api/admin/export-bank-file", {
    as: "clerk@house.test",
    body: { month: "2024-11", invoiceIds: ids, format: "csv" },
  });
  assert.equal(made.status, 200, made.text);
  const columns = "invoice_id,destination_id,partner_name,account_number,ifsc_code,gst_amount,invoice_number".split(
    ",",
  );
  printed(made.body, {
    ...{
      bankFileId: "bf_789",
      fileName: "GST_Payment_Nov2024.csv",
      downloadUrl: "/api/admin/bank-files/bf_789/download",
    },
    summary: { totalInvoices: 150, totalAmount: 2_450_000, generatedAt: "2024-12-05T10:30:00Z" },
    columns,
  });
  rupees(made.text, { totalAmount: "2450000.00" });
  const early = await world.raw("/api/admin/bank-files/bf_789/download");
  assert.equal(early.headers.get("x-pakka-draft"), "true", "nobody has approved it");
  assert.equal((await world.api("POST /api/admin/bank-files/bf_789/approve")).body.status, "approved");

  const file = await world.raw("/api/admin/bank-files/bf_789/download");
  assert.equal(file.headers.get("content-disposition"), 'attachment; filename="GST_Payment_Nov2024.csv"');
  const lines = new TextDecoder().decode(file.bytes).split("\n");
  assert.equal(lines[0], columns.join(","));
  assert.equal(
    lines[1],
    `inv_12345,${destinationId},Deccan Referral Services,1234567890,HDFC0001234,23400.00,INV/NOV24/001`,
  );
  assert.match(lines[2]!, /^inv_12346,DEST-000001,Referral House 1,50100000001,HDFC0001234,18500\.00,INV\/NOV24\/002$/);
  assert.equal(lines.length, 152, "a header, 150 payments, and the end of the last line");
  assert.equal((await world.api("POST /api/admin/bank-files/bf_789/mark-sent")).body.status, "sent_to_bank");
});

/** The bank's answer to the file of flow 2: two failures, as the rules name them. */
const failures: Record<number, string> = { 12_347: "Invalid account number", 12_385: "Insufficient balance" };
const settlement = [
  "invoice_id,utr_number,amount,payment_date,status,remarks",
  ...amounts.map((amount, n) => {
    const id = 12_345 + n;
    const fate = failures[id] ? `FAILED,${failures[id]}` : "SUCCESS,";
    return `inv_${id},HDFC24120500${id},${amount}.00,2024-12-08,${fate}`;
  }),
].join("\n") + "\n";

test("flow 3, the bank: its file is uploaded as the rules print it; 148 paid, 2 failed, to the rupee", async () => {
  world.clock.set("2024-12-10T11:00:00Z");
  const form = new FormData();
  form.set("settlementFile", new File([settlement], "Settlement_Nov2024.csv", { type: "text/csv" }));
  form.set("bankFileId", "bf_789");
  form.set("month", "2024-11");
  const done = await world.api("POST /api/admin/reconcile-payment", { as: "accountant@house.test", form });
  assert.equal(done.status, 200, done.text);
  printed(done.body, {
    ...{ reconciliationId: "rec_456", bankFileId: "bf_789", month: "2024-11", processedAt: "2024-12-10T11:00:00Z" },
    unmatchedRecords: [],
  });
  // The rules' own report says 24,34,800 and 15,200, though the failures it lists are 27,500: what is right is asserted.
  printed(done.body.summary, {
    ...{ totalRecords: 150, successful: 148, failed: 2, unmatched: 0 },
    ...{ successfulAmount: 2_422_500, failedAmount: 27_500 },
  });
  rupees(done.text, { successfulAmount: "2422500.00", failedAmount: "27500.00" });
  assert.equal(done.body.successfulPayments.length, 148);
  printed(done.body.successfulPayments[0], {
    ...{ invoiceId: "inv_12345", invoiceNumber: "INV/NOV24/001", destinationId, utrNumber: "HDFC2412050012345" },
    ...{ amount: 23_400, paymentDate: "2024-12-08", status: "paid" },
  });
  assert.equal(done.body.failedPayments.length, 2);
  printed(done.body.failedPayments[0], {
    ...{ invoiceId: "inv_12347", invoiceNumber: "INV/NOV24/003", destinationId: "DEST-000002", amount: 15_200 },
    ...{ status: "failed", failureReason: "Invalid account number" },
  });
  for (const more of ["", "/rows", "/report.pdf", "/failed.csv"]) {
    const { status } = await world.raw(`/api/admin/reconciliation/rec_456${more}`, "owner@rival.test");
    assert.equal(status, 404, `a company that never had such a file: ${more}`);
  }
});

test("flow 3: the partner sees Paid at once, with the UTR, the day and the timeline", async () => {
  const list = await world.api(`GET /api/partner/${destinationId}/invoices?status=paid`, { as: partner });
  printed(list.body.invoices[0], {
    ...{ invoiceId: "inv_12345", status: "paid", utrNumber: "HDFC2412050012345", paymentDate: "2024-12-08" },
  });
  printed(list.body.summary, { submitted: 0, paid: 1 });
  const details = await world.api("GET /api/partner/invoice/inv_12345", { as: partner });
  printed(details.body, { status: "paid", utrNumber: "HDFC2412050012345", paymentDate: "2024-12-08" });
  const days = details.body.timeline.map(({ event, date }: { event: string; date: string }) => `${event} ${date}`);
  assert.equal(
    days.join(", "),
    "generated 2024-12-01, signed 2024-12-01, in_bank_file 2024-12-05, sent_to_bank 2024-12-05, paid 2024-12-08",
  );
  const receipt = await world.raw("/api/partner/invoice/inv_12345/receipt", partner);
  assert.deepEqual([receipt.status, receipt.headers.get("content-type")], [200, "application/pdf"]);
  const submitted = await world.api("GET /api/admin/invoices/submitted?month=2024-11&unpaid=true");
  assert.deepEqual(submitted.body.summary, { totalInvoices: 2, totalAmount: 27_500 });
});

test("flow 3: the report of rec_456 as the rules print it, its PDF and the file of what failed", async () => {
  const report = await world.api("GET /api/admin/reconciliation/rec_456");
  assert.equal(report.status, 200, report.text);
  printed(report.body, {
    ...{ reconciliationId: "rec_456", bankFileId: "bf_789", month: "2024-11", processedAt: "2024-12-10T11:00:00Z" },
  });
  const summary = { totalRecords: 150, successful: 148, failed: 2, successfulAmount: 2_422_500, failedAmount: 27_500 };
  printed(report.body.summary, summary);
  rupees(report.text, { successfulAmount: "2422500.00", failedAmount: "27500.00" });
  const { fullReport, failedInvoicesCsv } = report.body.downloadUrls;
  const [paper, failed] = [await world.raw(fullReport), await world.raw(failedInvoicesCsv)];
  assert.deepEqual([paper.status, paper.headers.get("content-type")], [200, "application/pdf"]);
  assert.match(paper.headers.get("content-disposition")!, /reconciliation_rec_456\.pdf/);
  assert.match(failed.headers.get("content-disposition")!, /failed_invoices_rec_456\.csv/);
  const lines = new TextDecoder().decode(failed.bytes);
  for (const [id, why] of Object.entries(failures)) assert.match(lines, new RegExp(`inv_${id}.*${why}`));
  for (const url of [fullReport, failedInvoicesCsv]) {
    assert.equal((await world.raw(url, "owner@rival.test")).status, 404);
  }
});

test("flow 3: what failed is tried again; where the account was the cause, it is changed first", async () => {
  const retry = async () =>
    (await world.api("POST /api/admin/retry-failed", { body: { reconciliationId: "rec_456" } })).body;
  const first = await retry();
  assert.deepEqual(first.retried.map(({ invoiceId }: { invoiceId: string }) => invoiceId), ["inv_12385"]);
  assert.deepEqual(first.refused.map(({ invoiceId, code }: Record<string, string>) => [invoiceId, code]), [
    ["inv_12347", "bank_details_not_changed"],
  ]);
  await changeAccount(world, "DEST-000002", "5555666677");
  assert.deepEqual((await retry()).retried.map(({ invoiceId }: { invoiceId: string }) => invoiceId), ["inv_12347"]);
  const { body } = await world.api("GET /api/admin/invoices/submitted?month=2024-11&status=submitted");
  assert.deepEqual(body.summary, { totalInvoices: 2, totalAmount: 27_500 });
});
