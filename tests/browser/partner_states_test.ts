import assert from "node:assert/strict";
import { cauvery, deccan, examplePayouts } from "../support/payout_world.ts";
import { noBrowser } from "./browser.ts";
import { type PartnerWorld, partnerWorld } from "./partner_world.ts";

let pages: PartnerWorld;
const made: Record<string, string> = {};
Deno.test.beforeAll(async () => {
  if (noBrowser) return;
  pages = await partnerWorld();
  const { world } = pages;
  const months = { paid: "2024-09", closed: "2024-08", poor: "2024-07", returned: "2024-06", waits: "2024-05" };
  for (const [name, month] of Object.entries(months)) {
    pages.later(61);
    made[name] = await pages.signed(month);
  }
  made.cancelled = await world.generated("2024-04");
  const cancel = { as: deccan.email, body: { reason: "The month was entered twice" } };
  await world.api(`POST /api/partner/invoice/${made.cancelled}/cancel`, cancel);
  const { paid, closed, poor, returned } = made;
  await pages.exported([paid!, closed!, poor!, returned!]);
  await pages.answered([
    [paid!, "HDFCN26112000001", "SUCCESS"],
    [closed!, "HDFCN26112000002", "FAILED", "Invalid account number"],
    [poor!, "HDFCN26112000003", "FAILED", "Insufficient balance"],
    [returned!, "HDFCN26112000004", "SUCCESS"],
  ]);
  pages.later(24 * 60);
  await pages.answered([[returned!, "HDFCN26112000004", "RETURNED", "Account closed"]]);
  await world.importPayouts(examplePayouts(cauvery.destinationId), "owner@rival.test");
});
Deno.test.afterAll(async () => await pages?.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false });
const phone = { width: 360, height: 740 };
const at = (name: string) => `/partner/invoices/${made[name]}`;

test("the months say how each invoice stands, with its UTR and its day, or why it was not paid", async () => {
  const one = await pages.signedIn(deccan.email, "/partner");
  const row = async (month: string) => await one.page.getByRole("row", { name: new RegExp(month) }).innerText();
  assert.match(await row("September 2024"), /Paid[\s\S]*UTR: HDFCN26112000001[\s\S]*Date: \d\d-Nov-2026/);
  assert.match(await row("August 2024"), /Payment failed[\s\S]*Invalid account number/);
  assert.match(await row("July 2024"), /Payment failed[\s\S]*Insufficient balance/);
  assert.match(await row("June 2024"), /Payment came back[\s\S]*Account closed/);
  assert.match(await row("May 2024"), /Submitted/);
  const april = one.page.getByRole("row", { name: /April 2024/ });
  assert.equal(await april.count(), 2, "what was cancelled, and the month that is to be invoiced again");
  await one.shoot("partner_months_states");
  await one.close();
});

test("what was paid shows its bank's reference, until when it may come back, and its receipt", async () => {
  const one = await pages.signedIn(deccan.email, at("paid"));
  const { page } = one;
  await page.getByText(/Paid \(may be returned until \d\d-\w{3}-2026\)/).waitFor();
  const timeline = await page.getByRole("region", { name: "Timeline" }).innerText();
  assert.match(timeline, /generated[\s\S]*signed[\s\S]*bank file[\s\S]*Handed to the bank[\s\S]*Payment processed/);
  await one.shoot("partner_invoice_paid");
  const [receipt] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download receipt" }).click(),
  ]);
  assert.match(receipt.suggestedFilename(), /^INV-SEP24-\d{3}-receipt\.pdf$/);
  await one.close();
});

test("what was not paid says why, and whether the partner has anything to do", async () => {
  const one = await pages.signedIn(deccan.email, at("closed"));
  const { page } = one;
  const verdict = page.locator(".note");
  await page.getByText("The bank could not pay it").waitFor();
  assert.match(await verdict.innerText(), /The bank says: Invalid account number[\s\S]*give your present bank details/);
  assert.equal(await page.getByRole("link", { name: "Download receipt" }).count(), 0);
  await one.shoot("partner_invoice_failed");
  await page.goto(at("poor"));
  assert.match(await verdict.innerText(), /The bank says: Insufficient balance[\s\S]*What to do: nothing/);
  await page.goto(at("returned"));
  assert.match(await verdict.innerText(), /came back from your bank[\s\S]*Account closed[\s\S]*bank details/);
  const timeline = await page.getByRole("region", { name: "Timeline" }).innerText();
  assert.match(timeline, /Payment processed[\s\S]*Payment came back[\s\S]*Account closed/);
  await one.shoot("partner_invoice_returned");
  await page.goto(at("cancelled"));
  assert.match(await verdict.innerText(), /This invoice is cancelled/);
  assert.match(await page.getByRole("region", { name: "Timeline" }).innerText(), /The month was entered twice/);
  await one.shoot("partner_invoice_cancelled");
  await one.close();
});

test("each of them in Hindi on a phone, none wider than it", async () => {
  const one = await pages.signedIn(deccan.email, "/partner", phone);
  await one.page.getByRole("button", { name: "हिन्दी" }).click();
  await one.page.getByText("माहवार").first().waitFor();
  await one.shoot("partner_months_states_hindi");
  for (const name of ["paid", "closed", "returned", "waits", "cancelled"]) {
    await one.page.goto(at(name));
    assert.equal(await one.page.evaluate("document.documentElement.lang"), "hi-IN");
    await one.shoot(`partner_invoice_${name}_hindi`);
  }
  await one.close();
});

test("another company's partner finds none of it, and is told so on a page", async () => {
  const one = await pages.signedIn(cauvery.email, "/partner");
  const own = await pages.world.api(`POST /api/partner/${cauvery.destinationId}/invoice/generate`, {
    as: cauvery.email,
    body: { month: "2024-11" },
  });
  assert.equal(own.status, 201, own.text);
  const theirs = Object.values(made).filter((id) => id !== own.body.invoiceId);
  for (const part of ["", "/sign", "/signed", "/pdf", "/pdf?type=original", "/preview.svg", "/receipt"]) {
    for (const id of [...theirs.slice(-3), "inv_999999", "nonsense"]) {
      const answer = await one.context.request.get(`/partner/invoices/${id}${part}`);
      assert.equal(answer.status(), 404, `${id}${part}`);
      assert.ok(!(await answer.text()).includes(deccan.partnerName));
    }
  }
  const answer = await one.page.goto(`/partner/invoices/${theirs.at(-1)}`);
  assert.equal(answer?.status(), 404);
  assert.equal(await one.page.getByRole("alert").innerText(), "Not found");
  await one.shoot("partner_invoice_not_found");
  await one.close();
});
