import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { createWebhook } from "../../domain/notify/mod.ts";
import { einvoiceWorld, house } from "../support/einvoice_world.ts";

Deno.test({
  name:
    "two workers: what is registered is told to a webhook once, within moments, and its receiver's library believes it",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const world = await einvoiceWorld({ queue: true, realClock: true });
    let secret = "";
    const types: string[] = [];
    const server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (part) => text += part).on("end", () => {
        const headers = request.headers as Record<string, string>;
        types.push((new Webhook(secret).verify(text, headers) as { type: string }).type);
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const made = await createWebhook(world.context(house, { db: world.db }), { keys: world.keys, local: true }, {
      url,
      events: ["e_invoice.generated"],
    }, null);
    secret = JSON.parse(made.json).secret;
    await Promise.all([world.work(), world.work()]);
    const { id } = JSON.parse(made.json);
    await world.post();
    const began = Date.now();
    while (
      (await world.standing((await world.admin`select voucher_id as id from einvoice.e_invoices`)[0]!.id)).status !==
        "generated"
    ) {
      assert.ok(Date.now() - began < 30_000, "registered");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    // The schedule comes by every minute; the test does not wait for it.
    const tried = await world.api(`POST /api/webhooks/${id}/test`, { as: "owner@house.test" });
    assert.equal(tried.status, 200, tried.text);
    while (types.length < 2) {
      assert.ok(Date.now() - began < 45_000, `delivered: ${types}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.deepEqual(types.sort(), ["e_invoice.generated", "webhook.test"]);
    const runs = await world.admin`select outcome from ops.job_runs where job = 'notify.deliver_events'`;
    assert.ok(runs.length >= 1 && runs.every(({ outcome }) => outcome === "done"));
    server.close();
    await world.close();
  },
});
