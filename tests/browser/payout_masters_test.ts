import assert from "node:assert/strict";
import { examplePayouts, payoutCsv } from "../support/payout_world.ts";
import { noBrowser } from "./browser.ts";
import { button, drop } from "./hands.ts";
import { type PayoutsWorld, payoutsWorld } from "./payouts_world.ts";

let pages: PayoutsWorld;
Deno.test.beforeAll(async () => {
  if (!noBrowser) pages = await payoutsWorld({ isSigned: false });
});
Deno.test.afterAll(async () => await pages?.close());

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false });
const owner = "owner@house.test";
const phone = { width: 360, height: 740 };

test("a company that has nothing yet is told on each page what it would hold and what to do", async () => {
  const one = await pages.signedIn(owner, "/payouts");
  const { page } = one;
  await page.getByText("There is no invoice yet").waitFor();
  await one.shoot("payouts_empty");
  for (
    const [path, says] of [
      ["/payouts/invoices", "No invoice here"],
      ["/payouts/bank-files", "No bank file yet"],
      ["/payouts/settlements", "No settlement file yet"],
      ["/payouts/exceptions", "No exception waits"],
      ["/payouts/partners?q=nobody", "No partner is like that"],
      ["/payouts/import", "No import yet"],
    ] as const
  ) {
    await page.goto(path);
    await page.getByText(says).waitFor();
    assert.ok(!(await page.locator("main").innerText()).includes("Cauvery"), "nothing of the other company");
  }
  await one.close();
});

test("a file of payouts is dropped, looked at row by row, and taken without what is refused", async () => {
  const one = await pages.signedIn(owner, "/payouts/import");
  const { page } = one;
  const text = payoutCsv([...examplePayouts(), ["NOBODY-1", "2024-11", "trail", "base_referral", "100"]]);
  await drop(page, "Payouts_Nov2024.csv", text);
  await button(page, "Look at it").click();
  await page.getByRole("heading", { name: "Payouts_Nov2024.csv, as it would be taken" }).waitFor();
  const refused = page.getByRole("region", { name: "Refused rows: 1" });
  assert.match(await refused.innerText(), /6\s+destination_id\s+There is no partner NOBODY-1/);
  await one.shoot("payouts_import_preview");
  await drop(page, "Payouts_Nov2024.csv", text);
  await button(page, "Take without refused rows").click();
  await page.waitForURL("**/payouts/import?taken=*");
  await page.getByText("Taken: 4 rows, ₹1,30,000.00.").waitFor();
  await drop(page, "Again.csv", text);
  await button(page, "Look at it").click();
  await page.getByRole("alert").first().waitFor();
  assert.match(await page.getByRole("alert").first().innerText(), /was imported before/);
  await one.shoot("payouts_import_again");
  await one.close();
});

test("a partner is added, what is wrong is said at its field in the language of the page; then blocked and paid again", async () => {
  const one = await pages.signedIn(owner, "/payouts/partners/new", phone);
  const { page } = one;
  await button(page, "हिन्दी").click();
  await page.getByLabel("गंतव्य आईडी").fill("DEST-9");
  await page.getByLabel("नाम", { exact: true }).fill("Godavari Loan Partners");
  await page.getByLabel("ई-मेल").fill("billing@godavari.test");
  await page.getByRole("textbox", { name: "पता", exact: true }).fill("1 Ring Road");
  await page.getByRole("textbox", { name: "जीएसटीआईएन", exact: true }).fill("27AAPFA1234A1Z1");
  await button(page, "सहेजें").click();
  await page.getByRole("alert").getByText("का जाँच अंक ग़लत है").waitFor();
  const gstin = page.getByRole("textbox", { name: "जीएसटीआईएन", exact: true });
  assert.equal(await gstin.getAttribute("aria-invalid"), "true");
  assert.match(await page.locator("#gstNumber-about").innerText(), /27AAPFA1234A1Z1 का जाँच अंक ग़लत है/);
  assert.equal(
    await page.getByRole("textbox", { name: "पता", exact: true }).inputValue(),
    "1 Ring Road",
    "what was entered stands",
  );
  await one.shoot("payouts_partner_refused_hindi");
  await gstin.fill("27AAPFA1234A1ZZ");
  const ifsc = page.getByRole("textbox", { name: "आईएफ़एससी", exact: true });
  await ifsc.fill("HDFC");
  await button(page, "सहेजें").click();
  await page.getByText("कुछ सहेजा नहीं गया। पहले यह सुधारें:").waitFor();
  assert.equal(await page.locator("#ifscCode-about").innerText(), "आईएफ़एससी HDFC0001234 जैसा होता है");
  await ifsc.fill("");
  await button(page, "सहेजें").click();
  await page.waitForURL("**/payouts/partners/DEST-9");
  await button(page, "English").click();
  await page.locator("summary").click();
  await page.getByLabel("Why").fill("Under review");
  await button(page, "Block this partner").click();
  await page.getByText("Blocked since").waitFor();
  await page.getByText("Under review").waitFor();
  await one.shoot("payouts_partner_blocked");
  await button(page, "Unblock").click();
  await page.getByText("No account").waitFor();
  await one.close();
});

test("reasons and settings are changed by who may, and shown to who may not", async () => {
  const one = await pages.signedIn(owner, "/payouts/reasons");
  const { page } = one;
  const row = page.getByRole("row", { name: /dynamic/ });
  await row.getByRole("button", { name: "GST is not due: upfront dynamic" }).click();
  await row.getByText("not due", { exact: true }).waitFor();
  await page.getByRole("textbox", { name: "Reason", exact: true }).fill("Festive Bonus");
  await button(page, "Add reason").click();
  await page.getByRole("alert").first().waitFor();
  await page.getByRole("textbox", { name: "Reason", exact: true }).fill("festive_bonus");
  await button(page, "Add reason").click();
  await page.getByRole("row", { name: /festive_bonus/ }).waitFor();
  await one.shoot("payouts_reasons");
  await page.goto("/payouts/settings");
  await page.getByLabel("Hours to wait after changed bank details").fill("9999");
  await button(page, "Save").click();
  assert.equal(await page.getByLabel("Hours to wait").getAttribute("aria-invalid"), "true");
  await page.getByLabel("Hours to wait").fill("48");
  await button(page, "Save").click();
  await page.getByText("Saved.").waitFor();
  assert.equal(await page.getByLabel("Hours to wait").inputValue(), "48");
  await one.close();

  const other = await pages.signedIn("auditor@house.test", "/payouts/settings");
  await other.page.getByText("Owners and accountants may change this.").waitFor();
  assert.ok(await other.page.getByLabel("Hours to wait").isDisabled());
  assert.equal(await button(other.page, "Save").count(), 0);
  for (const path of ["/payouts/reasons", "/payouts/partners", "/payouts/import", "/payouts/settlements"]) {
    await other.page.goto(path);
    assert.equal(await other.page.locator("main form[method=post]").count(), 0, `${path} offers an auditor nothing`);
  }
  await other.shoot("payouts_auditor");
  await other.close();
});
