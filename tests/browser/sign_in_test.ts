import assert from "node:assert/strict";
import { openApp, type TestApp } from "../support/app.ts";
import { makeCompany, password } from "../support/people.ts";
import { closeBrowser, noBrowser, openBrowser, type Watched } from "./browser.ts";

let t: TestApp;
let server: Deno.HttpServer<Deno.NetAddr>;
let origin = "";

Deno.test.beforeAll(async () => {
  if (noBrowser) return;
  t = await openApp();
  for (const name of ["asha", "rival"]) await makeCompany(t.database, name, ["owner", "ap_clerk"]);
  server = Deno.serve({ port: 0, onListen: () => {} }, (request) => t.app.fetch(request));
  origin = `http://localhost:${server.addr.port}`;
});
Deno.test.afterAll(async () => {
  await closeBrowser();
  await server?.shutdown();
  await t?.close();
});

/** A test in a browser of its own; ignored where there is none. */
function test(name: string, work: (browser: Watched) => Promise<void>, wanted: Parameters<typeof openBrowser>[1] = {}) {
  Deno.test({ name, ignore: noBrowser, sanitizeOps: false, sanitizeResources: false }, async () => {
    const browser = await openBrowser(origin, wanted);
    await work(browser);
    await browser.close();
  });
}

async function signIn({ page }: Watched, email: string, secret = password): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(secret);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a stranger is asked to sign in, told when the password is wrong, and brought where they were going", async (one) => {
  const { page } = one;
  await page.goto("/account");
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await one.shoot("sign_in");
  await signIn(one, "owner@asha.test", "not the password");
  assert.match(await page.getByRole("alert").innerText(), /password is wrong/);
  assert.equal(await page.getByLabel("E-mail address").inputValue(), "owner@asha.test");
  await one.shoot("sign_in_refused");
  await signIn(one, "owner@asha.test");
  await page.waitForURL("**/account");
  await page.getByText("owner@asha.test").first().waitFor();
  await one.shoot("account");
});

test("the front page leads to the pages and to the API", async (one) => {
  await one.page.goto("/");
  await one.shoot("front");
  await one.page.getByRole("link", { name: "Operations" }).click();
  await one.page.waitForURL("**/sign-in?next=%2Fops");
});

test("the sign-in fits a phone, in the dark too", async (one) => {
  await one.page.goto("/sign-in");
  await one.shoot("sign_in_phone_dark");
}, { width: 360, height: 740, dark: true });
