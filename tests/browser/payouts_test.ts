import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { kaveri } from "../support/payout_world.ts";
import { settlementCsv } from "../support/settlement_world.ts";
import { missingBasics } from "./basics.ts";
import { noBrowser } from "./browser.ts";
import { button, download, drop, focused, tabTo } from "./hands.ts";
import { type PayoutsWorld, payoutsWorld } from "./payouts_world.ts";

let pages: PayoutsWorld;
Deno.test.beforeAll(async () => {
  if (!noBrowser) pages = await payoutsWorld();
});
Deno.test.afterAll(async () => await pages?.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false });
const clerk = "clerk@house.test";
const accountant = "accountant@house.test";
const phone = { width: 360, height: 740 };
const kaveriPath = `/payouts/partners/${kaveri.destinationId}`;
const everyPage = [
  "/payouts",
  "/payouts/invoices?status=unpaid",
  "/payouts/invoices/export?all=true",
  "/payouts/bank-files",
  "/payouts/bank-files/bf_1",
  "/payouts/settlements",
  "/payouts/settlements/rec_1",
  "/payouts/settlements/rec_1?bucket=settled",
  "/payouts/partners",
  "/payouts/partners/new",
  kaveriPath,
  `${kaveriPath}/edit`,
  "/payouts/import",
  "/payouts/reasons",
  "/payouts/settings",
  "/payouts/exceptions",
];
const paidOn = "2026-11-20";
const reference = (n: number) => `HDFCN0000000000${n}`;
const row = (no: number, amount: string, status = "SUCCESS", remarks = "") =>
  [`inv_${no}`, reference(no), amount, paidOn, status, remarks] as const;

const chosen = (page: Page) => page.locator("#selected");

test("invoices are chosen, summed and looked over with the keyboard alone", async () => {
  const one = await pages.signedIn(clerk, "/payouts/invoices");
  const { page } = one;
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the content");
  await page.keyboard.press("Enter");
  await tabTo(page, "Select invoice INV/NOV24/002");
  await page.keyboard.press("Space");
  await chosen(page).getByText("₹18,500.00").waitFor();
  assert.match(await chosen(page).innerText(), /Total selected: 1 invoice\s+Total amount: ₹18,500\.00/);
  await one.shoot("payouts_keyboard");
  await tabTo(page, "Export bank file");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Export bank file", level: 1 }).waitFor();
  assert.match(await page.locator(".sum").innerText(), /Total invoices\s+1\s+Total amount\s+₹18,500\.00/);
  await tabTo(page, "Cancel");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/payouts/invoices");
  await one.close();
});

test("without scripts invoices are counted by a button, and a file is sent by a form like any other", async () => {
  const one = await pages.signedIn(clerk, "/payouts/invoices", { scripts: false });
  const { page } = one;
  for (const number of ["001", "003"]) {
    await page.getByRole("checkbox", { name: `Select invoice INV/NOV24/${number}` }).first().check();
  }
  await button(page, "Count what is selected").click();
  assert.match(await chosen(page).innerText(), /2 invoices\s+Total amount: ₹38,600\.00/);
  await one.shoot("payouts_no_script");
  await button(page, "Export bank file").click();
  assert.match(await page.locator(".sum").innerText(), /Total amount\s+₹38,600\.00/);
  await page.goto("/payouts/settlements");
  const file = { name: "wrong.csv", mimeType: "text/csv", buffer: Buffer.from("id,paid\n1,2\n") };
  await page.getByLabel("Drag a CSV file here, or choose one").setInputFiles(file);
  await button(page, "Upload & look at it").click();
  await page.getByRole("alert").first().waitFor();
  assert.match(await page.getByRole("alert").first().innerText(), /has no column/);
  await one.close();
});

test("flow 2: submitted invoices are chosen, exported, approved by another person, downloaded and marked as sent", async () => {
  const one = await pages.signedIn(clerk, "/payouts/invoices");
  const { page } = one;
  await page.getByRole("combobox", { name: "Month" }).selectOption("2024-11");
  await button(page, "Show these").click();
  await page.getByRole("heading", { name: "November 2024 · Submitted" }).waitFor();
  await page.getByRole("checkbox", { name: "Select all (5 invoices)" }).check();
  await chosen(page).getByText("₹1,12,600.00").waitFor();
  await page.getByRole("checkbox", { name: "Select invoice INV/NOV24/004" }).uncheck();
  await chosen(page).getByText("₹80,500.00").waitFor();
  assert.equal(await page.getByRole("checkbox", { name: /Select all/ }).isChecked(), false);
  await page.getByRole("checkbox", { name: "Select invoice INV/NOV24/004" }).check();
  await chosen(page).getByText("₹1,12,600.00").waitFor();
  assert.match(await chosen(page).innerText(), /Total selected: 5 invoices/);
  await one.shoot("payouts_selected");
  await button(page, "Export bank file").click();
  assert.match(await page.locator(".sum").innerText(), /Month\s+November 2024\s+Total invoices\s+5/);
  assert.match(await page.locator(".points").innerText(), /Invoice ID invoice_id \(for reconciliation\)/);
  await one.shoot("payouts_export");
  await button(page, "Generate bank file").click();
  await page.waitForURL("**/payouts/bank-files/bf_1");
  await page.getByText("You made this file: another person must approve it.").waitFor();
  assert.equal(await button(page, "Approve").count(), 0);
  const draft = await download(page, () => page.getByRole("link", { name: "Download draft" }).click());
  assert.equal(draft.name, "DRAFT_GST_Payment_Nov2024.csv");
  assert.match(draft.bytes.toString(), /,XXXXXX7890,HDFC0001234,23400\.00,INV\/NOV24\/001/);
  await one.shoot("payouts_file_awaits_approval");
  await one.close();

  const two = await pages.signedIn(accountant, "/payouts");
  await two.page.getByRole("link", { name: "1 bank files await approval" }).click();
  await two.page.getByRole("link", { name: "GST_Payment_Nov2024.csv" }).click();
  await button(two.page, "Approve").click();
  await two.page.getByText("Approved. Download it, upload it to your bank portal, then mark it as sent.").waitFor();
  await two.shoot("payouts_file_approved");
  const file = await download(two.page, () => two.page.getByRole("link", { name: "Download file" }).click());
  assert.equal(file.name, "GST_Payment_Nov2024.csv");
  const [header, first] = file.bytes.toString().split(/\r?\n/);
  assert.equal(header, "invoice_id,destination_id,partner_name,account_number,ifsc_code,gst_amount,invoice_number");
  assert.match(first!, /^inv_1,75c6b6c6-.*,Deccan Referral Services,1234567890,HDFC0001234,23400\.00,INV\/NOV24\/001$/);
  await two.page.getByText(createHash("sha256").update(file.bytes).digest("hex")).waitFor();
  await button(two.page, "Mark as sent").click();
  await two.page.getByText("With the bank. Upload the settlement file").waitFor();
  await two.shoot("payouts_file_sent");
  await two.close();
});

test("flow 3: a settlement file is dropped, looked at, applied and reported; partners see it at once", async () => {
  const paid = await pages.signedIn("partner@house.test", "/partner");
  const failed = await pages.signedIn("kaveri@house.test", "/partner", phone);
  const one = await pages.signedIn(clerk, "/payouts/settlements");
  const { page } = one;
  await drop(page, "Wrong.csv", "id,paid\n1,2\n");
  await button(page, "Upload & look at it").click();
  await page.getByText("This file was not taken; see above.").waitFor();
  assert.match(await page.getByRole("alert").first().innerText(), /has no column/);
  await one.shoot("payouts_settlement_refused");
  const rows = [row(1, "23400.00"), row(2, "18500.00"), row(3, "15200.00"), row(4, "30000.00")];
  const text = settlementCsv([...rows, row(5, "23400.00", "FAILED", "Invalid account number"), row(9, "777.00")]);
  await drop(page, "Settlement_Nov2024.csv", text);
  await button(page, "Upload & look at it").click();

  await page.waitForURL("**/payouts/settlements/rec_1");
  await page.getByText("Nothing has changed yet.").waitFor();
  const summary = page.getByRole("navigation", { name: "Summary" });
  assert.match(await summary.innerText(), /3\s+would be paid\s+₹57,100\.00[\s\S]*1\s+would be failed\s+₹23,400\.00/);
  const controls = page.getByRole("region", { name: "Where the money that was sent is" });
  assert.match(await controls.innerText(), /Needs a decision\s+₹32,100\.00[\s\S]*Sent to the bank\s+₹1,12,600\.00/);
  await one.shoot("payouts_settlement_preview");
  await paid.page.reload();
  assert.match(
    await paid.page.getByRole("row", { name: /November 2024/ }).innerText(),
    /Being paid/,
  );
  await button(page, "Apply").click();
  await page.getByRole("heading", { name: "Reconciliation complete" }).waitFor();
  assert.match(await summary.innerText(), /3\s+successful payments\s+₹57,100\.00[\s\S]*2\s+unmatched records/);
  assert.match(
    await page.getByRole("region", { name: "Failed invoices" }).innerText(),
    /inv_5[\s\S]*Kaveri Loan Partners[\s\S]*₹23,400\.00[\s\S]*Invalid account number/,
  );
  await one.shoot("payouts_settlement_report");

  await paid.page.reload();
  await paid.page.getByRole("row", { name: /November 2024/ }).getByText(reference(1)).waitFor();
  await paid.shoot("payouts_partner_paid");
  await failed.page.reload();
  await failed.page.getByText("भुगतान विफल").first().waitFor();
  await failed.shoot("payouts_partner_failed_hindi");
  await paid.close();
  await failed.close();

  const csv = await download(page, () => page.getByRole("link", { name: "Export failed invoices" }).click());
  assert.equal(csv.name, "failed_invoices_rec_1.csv");
  assert.match(csv.bytes.toString(), /"?inv_5"?,[\s\S]*Invalid account number/);
  const pdf = await download(page, () => page.getByRole("link", { name: "Download report" }).click());
  assert.equal(pdf.bytes.subarray(0, 5).toString(), "%PDF-");
  await button(page, "Retry failed payments").click();
  const told = page.getByRole("status").filter({ hasText: "inv_5" });
  assert.match(await told.innerText(), /Nothing could be tried again now\.[\s\S]*change them first/);
  await one.close();
});

test("a failed payment is tried again once the partner's account was changed, and waits as long as the settings say", async () => {
  const one = await pages.signedIn(accountant, "/payouts/settlements/rec_1");
  const { page } = one;
  await page.getByRole("region", { name: "Failed invoices" }).getByRole("link", { name: "Kaveri Loan Partners" })
    .click();
  await page.getByRole("link", { name: "Change", exact: true }).click();
  await page.getByLabel("IFSC").fill("SBIN1");
  await button(page, "Save").click();
  const ifsc = page.getByLabel("IFSC");
  assert.equal(await ifsc.getAttribute("aria-invalid"), "true", "the fault stands at its field");
  await one.shoot("payouts_partner_form_refused");
  await ifsc.fill("SBIN0004321");
  await page.getByLabel("Account number").fill("00123456789099");
  await button(page, "Save").click();
  await page.getByText("XXXXXX9099").waitFor();
  await one.shoot("payouts_partner");
  await page.goto("/payouts/settlements/rec_1");
  await button(page, "Retry failed payments").click();
  await page.getByText("Back among the submitted invoices: 1.").waitFor();
  await one.shoot("payouts_retried");
  await page.getByRole("status").getByRole("link", { name: "Submitted invoices" }).click();
  await page.getByRole("checkbox", { name: /Select all/ }).check();
  await button(page, "Export bank file").click();
  await page.getByText("Nothing is chosen that a bank file can pay").waitFor();
  assert.match(await page.getByRole("region", { name: "Left out of the file" }).innerText(), /inv_5/);
  await one.shoot("payouts_export_left_out");
  await one.close();
});

test("an exception is decided by another person than who uploaded the file: what was paid is allocated", async () => {
  const own = await pages.signedIn(clerk, "/payouts/exceptions");
  await own.page.getByRole("link", { name: "No such invoice" }).click();
  await own.page.getByText("Owners and accountants decide this.").waitFor();
  assert.equal(await own.page.locator("summary").count(), 1, "who may not decide may raise it with the bank");
  await own.page.getByLabel("Why").fill("Asked on the phone");
  await button(own.page, "Raised with the bank").click();
  await own.page.getByRole("region", { name: "Decisions" }).getByText("Asked on the phone").waitFor();
  await own.close();

  const one = await pages.signedIn(accountant, "/payouts");
  const { page } = one;
  await page.getByRole("link", { name: /2 exceptions to be decided/ }).click();
  await page.getByRole("row", { name: /Nashik Home Loans/ }).getByRole("link").click();
  const happened = page.getByRole("region", { name: "What happened" });
  assert.match(await happened.innerText(), /₹30,000\.00[\s\S]*₹32,100\.00[\s\S]*−₹2,100\.00/);
  await page.getByText("Allocate what was paid, or raise it with the bank").waitFor();
  await page.getByLabel("Amount (₹)").fill("99999999");
  await one.shoot("payouts_exception");
  await button(page, "Allocate").click();
  await page.getByRole("alert").waitFor();
  await one.shoot("payouts_exception_refused");
  await page.getByLabel("Amount (₹)").fill("");
  await button(page, "Allocate").click();
  await page.getByRole("region", { name: "Decisions" }).getByText("₹30,000.00").waitFor();
  assert.match(await happened.innerText(), /Still outstanding\s+₹2,100\.00/);
  await one.shoot("payouts_exception_decided");
  await one.close();
});

test("in Hindi on a phone: a payment comes back, its partner sees it, and every page is in Hindi", async () => {
  const one = await pages.signedIn(accountant, "/payouts/settlements", phone);
  const { page } = one;
  await button(page, "हिन्दी").click();
  await page.getByRole("heading", { name: "निपटान", level: 1 }).waitFor();
  const text = settlementCsv([row(1, "23400.00", "RETURNED", "Account closed")]);
  const file = { name: "Returned.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.getByLabel("सीएसवी फ़ाइल यहाँ खींच लाएँ, या चुनें").setInputFiles(file);
  await button(page, "चढ़ाएँ और जाँचें").click();
  await page.getByText("अभी कुछ नहीं बदला है।").waitFor();
  await one.shoot("payouts_hindi_preview");
  await button(page, "लागू करें").click();
  await page.getByRole("heading", { name: "मिलान पूरा हुआ" }).waitFor();
  await page.getByText("हो चुका भुगतान वापस आया").first().waitFor();
  const partner = await pages.signedIn("partner@house.test", "/partner");
  await partner.page.getByRole("row", { name: /November 2024/ }).getByText("Payment came back").waitFor();
  await partner.shoot("payouts_partner_returned");
  await partner.close();
  for (const path of everyPage) {
    await page.goto(path);
    const said = await page.locator("h2, th, label, .tabs a, .parts a, main button").allTextContents();
    assert.match(await page.locator("h1").innerText(), /[\u0900-\u097f]|\.csv$|^Kaveri/, path);
    const english = said.filter((one) => /[A-Za-z]{3}/.test(one) && !/[\u0900-\u097f]|^inv_/.test(one.trim()));
    assert.deepEqual(english, [], path);
    await one.shoot(`payouts_hindi${path.replace("/payouts", "").replaceAll(/[^a-z]+/g, "_").replace(/_$/, "")}`);
  }
  await one.close();
});

test("every page has what whoever cannot see it or use a mouse needs, and nothing else speaks on it", async () => {
  const one = await pages.signedIn(accountant, "/payouts");
  for (const path of everyPage) {
    await one.page.goto(path);
    assert.deepEqual(await missingBasics(one.page), [], path);
  }
  await one.shoot("payouts_exceptions");
  await one.close();
});
