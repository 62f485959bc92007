import assert from "node:assert/strict";
import { watchPendingDeadlines } from "../../domain/einvoice/mod.ts";
import { house, invoice } from "../support/einvoice_world.ts";
import { noBrowser } from "./browser.ts";
import { type PagesWorld, pagesWorld } from "./pages_world.ts";

let pages: PagesWorld;
Deno.test.beforeAll(async () => {
  if (!noBrowser) pages = await pagesWorld();
});
Deno.test.afterAll(async () => await pages?.close());

Deno.test({
  name: "an e-invoice that the portal told nothing of for 46 hours is left to a person, who brings the signed document",
  ignore: noBrowser,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { world } = pages;
    await world.fault({ kind: "http_504", afterEffect: true });
    await world.fault({ operation: "get_by_document", kind: "http_503", times: 100 });
    const { id, number } = await world.post(invoice());
    await world.run();
    world.later(46.5 * 3_600);
    await watchPendingDeadlines(world.context(house));
    await world.work({ pollSeconds: 0.5 });
    const [kept] = await world.db<{ invoice: string; qr: string }[]>`
      select signed_invoice as invoice, signed_qr_code as qr from sandbox.irp_invoices where document_no = ${number}`;

    const one = await pages.signedIn("owner@house.test", "/ops/einvoices");
    await one.page.getByText("when you say so").waitFor();
    await one.page.getByRole("link", { name: number }).first().click();
    await one.page.getByText("Waits for you since").waitFor();
    await one.shoot("einvoice_left_to_a_person");
    await one.page.getByLabel("Signed invoice").fill(`${kept!.invoice.slice(0, -4)}AAAA`);
    await one.page.getByLabel("Signed QR code").fill(kept!.qr);
    await one.page.getByRole("button", { name: "Take it" }).click();
    await one.page.getByText("adoption_refused").waitFor();
    await one.page.goBack();
    await one.page.getByLabel("Signed invoice").fill(kept!.invoice);
    await one.page.getByLabel("Signed QR code").fill(kept!.qr);
    await one.page.getByRole("button", { name: "Take it" }).click();
    await one.page.getByText("Registered", { exact: true }).waitFor();
    assert.equal(await one.page.getByRole("button", { name: "Take it" }).count(), 0);
    await one.shoot("einvoice_adopted");
    await one.close();

    const theirs = await pages.signedIn("owner@rival.test", "/ops/einvoices");
    assert.equal((await theirs.page.goto(`/ops/einvoices/${id}`))?.status(), 404);
    await theirs.close();
  },
});
