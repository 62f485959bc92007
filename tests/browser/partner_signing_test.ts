import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { deccan, kaveri } from "../support/payout_world.ts";
import { wrongCode } from "../support/signing_world.ts";
import { noBrowser } from "./browser.ts";
import { type PartnerWorld, partnerWorld } from "./partner_world.ts";

let pages: PartnerWorld;
Deno.test.beforeAll(async () => {
  if (!noBrowser) pages = await partnerWorld();
});
Deno.test.afterAll(async () => await pages?.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false });
let mails = 0;
const nextCode = () => pages.codeMailed(deccan.email, ++mails);
const phone = { width: 360, height: 740 };

/** Clicks and waits for the page that answers it. */
const press = async (page: Page, name: string, role: "button" | "link" = "button") =>
  void await Promise.all([page.waitForEvent("domcontentloaded"), page.getByRole(role, { name }).click()]);

/** Presses Tab until what has the focus is called so, and can be seen to have it. */
async function tabTo(page: Page, called: string): Promise<void> {
  const focused = `(() => {
    const one = document.activeElement;
    const said = one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
    return [said.trim(), getComputedStyle(one).outlineStyle !== "none" || one.matches(":focus-visible")];
  })()`;
  const passed: string[] = [];
  for (let n = 0; n < 40; n++) {
    await page.keyboard.press("Tab");
    const [name, isSeen] = await page.evaluate<[string, boolean]>(focused);
    passed.push(name);
    if (name !== called) continue;
    assert.ok(isSeen, `${called} shows that it has the focus`);
    return;
  }
  throw new Error(`no Tab leads to ${called}: ${passed.join(", ")}`);
}

test("by keyboard alone: the month, its invoice, a wrong code, the right one, the signed print", async () => {
  const one = await pages.signedIn(deccan.email, "/partner");
  const { page } = one;
  await tabTo(page, "Generate the invoice of November 2024");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/partner/2024-11");
  await tabTo(page, "Invoice number");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("KEYS/1");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/partner/invoices/inv_*");
  await tabTo(page, "E-sign invoice");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/sign");
  const code = await nextCode();
  await tabTo(page, "OTP from the e-mail");
  await page.keyboard.type(wrongCode(code));
  await page.keyboard.press("Enter");
  await page.getByText("Incorrect OTP. You have 2 attempts remaining.").waitFor();
  await page.locator("#otp:focus").waitFor(); // the cursor is where it is wanted
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/signed");
  await tabTo(page, "Download signed invoice");
  const [paper] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(paper.suggestedFilename(), "KEYS-1-signed.pdf");
  await one.close();
});

test("without scripts: everything is done all the same", async () => {
  const one = await pages.signedIn(deccan.email, "/partner", { ...phone, scripts: false });
  const { page } = one;
  await press(page, "Generate the invoice of October 2024", "link");
  await press(page, "Generate invoice");
  await press(page, "E-sign invoice");
  mails++;
  pages.later(2);
  await press(page, "Resend OTP");
  await page.getByText("Attempts remaining").waitFor();
  await one.shoot("partner_otp_without_scripts");
  await page.getByLabel("OTP from the e-mail").fill(await nextCode());
  await press(page, "Verify & sign");
  await page.getByRole("heading", { name: "Invoice signed successfully" }).waitFor();
  await one.shoot("partner_signed_without_scripts");
  await one.close();
});

test("a code that is asked for too soon, is malformed, is tried too often, is too old: each is told, and what to do", async () => {
  pages.later(61);
  const id = await pages.world.generated("2024-09");
  const one = await pages.signedIn(deccan.email, `/partner/invoices/${id}`);
  const { page } = one;
  const alert = page.getByRole("alert").first();
  const attempts = page.getByText("Attempts remaining:");
  const enter = async (code: string) => {
    await page.getByLabel("OTP from the e-mail").fill(code);
    await press(page, "Verify & sign");
  };
  await page.goto(`/partner/invoices/${id}/sign`);
  await page.getByText("To sign, you are sent a one-time password").waitFor();
  assert.equal(await page.getByLabel("OTP from the e-mail").count(), 0, "no field before there is a code");
  await one.shoot("partner_otp_none");
  await press(page, "Send OTP");
  const first = await nextCode();

  await press(page, "Resend OTP");
  await alert.waitFor();
  assert.match(await alert.innerText(), /in 60 seconds\.$/);
  assert.match(await attempts.innerText(), /3/, "the code that went stands");
  await one.shoot("partner_otp_too_soon");
  await page.evaluate("document.querySelector('#otp').form.noValidate = true");
  await enter("12 34");
  assert.equal(await alert.innerText(), "An OTP has six digits.");
  assert.match(await attempts.innerText(), /3/);

  for (const left of [2, 1]) {
    await enter(wrongCode(first));
    await page.getByText(`You have ${left} attempt${left > 1 ? "s" : ""} remaining.`).waitFor();
  }
  await enter(wrongCode(first));
  await page.getByText("No attempts remain for this OTP.").waitFor();
  assert.equal(await page.getByLabel("OTP from the e-mail").count(), 0);
  await one.shoot("partner_otp_used_up");

  pages.later(1);
  await press(page, "Resend OTP");
  const second = await nextCode();
  await attempts.waitFor();
  pages.later(10);
  await enter(second);
  await page.getByText("The OTP has expired. Ask for a new one.").first().waitFor();
  await one.shoot("partner_otp_expired");

  for (let n = 3; n <= 5; n++) {
    pages.later(1);
    await press(page, "Resend OTP");
    await attempts.waitFor();
    await nextCode();
  }
  pages.later(1);
  await press(page, "Resend OTP");
  await alert.waitFor();
  await one.shoot("partner_otp_limit");
  assert.match(await alert.innerText(), /five an hour and ten a day\. Ask for another in 4\d minutes\./);
  await one.close();
});

test("where the company pays the whole invoice, every page says the whole", async () => {
  const { world } = pages;
  const before = await world.api("GET /api/admin/payout-settings");
  assert.equal(before.status, 200, before.text);
  const { updatedAt: _, ...settings } = before.body;
  const body = { ...settings, payableBasis: "FULL" };
  const changed = await world.api("PUT /api/admin/payout-settings", { body });
  assert.equal(changed.status, 200, changed.text);
  const one = await pages.signedIn(kaveri.email, "/partner", phone);
  const { page } = one;
  await press(page, "English");
  await page.getByText("make the invoice, sign it, and see when it is paid.").waitFor();
  assert.match(await page.getByRole("row", { name: /November 2024/ }).innerText(), /₹1,53,400\.00/);
  await one.shoot("partner_months_full");
  await press(page, "Generate the invoice of November 2024", "link");
  const breakdown = page.getByRole("region", { name: "Breakdown" });
  assert.match(await breakdown.innerText(), /IGST @ 18%\s*₹23,400\.00[\s\S]*Total\s*₹1,53,400\.00/);
  assert.ok(!(await breakdown.innerText()).includes("paid apart from it"));
  await press(page, "Generate invoice");
  await page.getByText("The invoice is made").waitFor();
  await one.shoot("partner_invoice_full");
  await one.close();
});
