import assert from "node:assert/strict";
import { deccan, kaveri } from "../support/payout_world.ts";
import { noBrowser } from "./browser.ts";
import { type PartnerWorld, partnerWorld } from "./partner_world.ts";

let pages: PartnerWorld;
Deno.test.beforeAll(async () => {
  if (!noBrowser) pages = await partnerWorld();
});
Deno.test.afterAll(async () => await pages?.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false });
const phone = { width: 360, height: 740 };
const wrongOf = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

test("a partner makes the invoice of a month, reads it, signs it with the code from the mail, and sees it submitted", async () => {
  const one = await pages.signedIn(deccan.email, "/partner");
  const { page } = one;
  const row = page.getByRole("row", { name: /November 2024/ });
  assert.match(await row.innerText(), /₹1,30,000\.00[\s\S]*₹23,400\.00[\s\S]*To be invoiced/);
  await one.shoot("partner_months");
  await row.getByRole("link", { name: "Generate the invoice of November 2024" }).click();

  assert.match(await page.getByRole("region", { name: "Breakdown" }).innerText(), /CGST @ 9%\s*₹11,700\.00/);
  assert.match(await page.getByRole("region", { name: "Your details" }).innerText(), /XXXXXX7890/);
  const number = page.getByRole("textbox", { name: "Invoice number" });
  assert.equal(await number.inputValue(), "INV/NOV24/001");
  await one.shoot("partner_generate");
  await number.fill("0/NOV");
  await page.getByRole("button", { name: "Generate invoice" }).click();
  assert.match(await page.getByRole("alert").innerText(), /may not start with 0/);
  assert.equal(await number.inputValue(), "0/NOV", "what was entered stands");
  await one.shoot("partner_generate_refused");
  await number.fill("ds/24-25/11");
  await page.getByRole("button", { name: "Generate invoice" }).click();

  await page.waitForURL("**/partner/invoices/inv_*");
  await page.getByText("The invoice is made").waitFor();
  const picture = page.getByAltText("Invoice DS/24-25/11 as it is printed");
  await picture.scrollIntoViewIfNeeded();
  const width = await page.evaluate<number>(
    "document.querySelector('.paper').decode().then(() => document.querySelector('.paper').naturalWidth)",
  );
  assert.ok(width > 300, "the picture is shown");
  await one.shoot("partner_invoice");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download PDF" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "DS-24-25-11.pdf");

  await page.getByRole("button", { name: "E-sign invoice" }).click();
  await page.waitForURL("**/sign");
  await page.getByText("par***@house.test").waitFor();
  assert.match(await page.getByText("Expires in").innerText(), /Expires in (09:5\d|10:00)/);
  assert.match(await page.getByText("Attempts remaining:").innerText(), /Attempts remaining: 3/);
  await one.shoot("partner_otp");
  const code = await pages.codeMailed(deccan.email);
  await page.getByLabel("OTP from the e-mail").fill(wrongOf(code));
  await page.getByRole("button", { name: "Verify & sign" }).click();
  assert.equal(await page.getByRole("alert").first().innerText(), "Incorrect OTP. You have 2 attempts remaining.");
  await one.shoot("partner_otp_wrong");
  await page.getByLabel("OTP from the e-mail").fill(code);
  await page.getByRole("button", { name: "Verify & sign" }).click();

  await page.waitForURL("**/signed");
  await page.getByRole("heading", { name: "Invoice signed successfully" }).waitFor();
  await one.shoot("partner_signed");
  const [paper] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download signed invoice" }).click(),
  ]);
  assert.equal(paper.suggestedFilename(), "DS-24-25-11-signed.pdf");
  await page.getByRole("link", { name: "Back to dashboard" }).click();
  assert.match(await page.getByRole("row", { name: /DS\/24-25\/11/ }).innerText(), /Submitted/);
  await one.shoot("partner_months_submitted");
  await page.getByRole("link", { name: "View details of invoice DS/24-25/11" }).click();
  assert.match(
    await page.getByRole("region", { name: "Timeline" }).innerText(),
    /generated[\s\S]*Digitally signed[\s\S]*Awaits its payment/,
  );
  await one.shoot("partner_invoice_submitted");
  await one.close();
});

test("the same in Hindi, on a phone", async () => {
  const one = await pages.signedIn(kaveri.email, "/partner", phone);
  const { page } = one;
  assert.equal(await page.evaluate("document.documentElement.lang"), "hi-IN", "a partner's own language, unasked");
  await one.shoot("partner_months_hindi");
  await page.getByRole("link", { name: "नवंबर 2024 का बीजक बनाएँ" }).click();
  await one.shoot("partner_generate_hindi");
  await page.getByRole("button", { name: "बीजक बनाएँ" }).click();
  await page.getByText("बीजक बन गया है").waitFor();
  await one.shoot("partner_invoice_hindi");
  await page.getByRole("button", { name: "ई-हस्ताक्षर करें" }).click();
  const code = await pages.codeMailed(kaveri.email);
  await one.shoot("partner_otp_hindi");
  const field = page.getByLabel("ई-मेल में मिला ओटीपी");
  await field.fill(wrongOf(code));
  await page.getByRole("button", { name: "जाँचें और हस्ताक्षर करें" }).click();
  await page.getByText("ओटीपी ग़लत है। आपके पास 2 प्रयास शेष हैं।").waitFor();
  await field.fill(code);
  await page.getByRole("button", { name: "जाँचें और हस्ताक्षर करें" }).click();
  await page.getByText("बीजक पर हस्ताक्षर हो गए").waitFor();
  await one.shoot("partner_signed_hindi");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: "Invoice signed successfully" }).waitFor();
  assert.equal(await page.evaluate("document.documentElement.lang"), "en-IN");
  await one.close();
});
