import assert from "node:assert/strict";
import { einvoiceWorld, startOfTests } from "../support/einvoice_world.ts";
import { drain } from "../support/portal_drain.ts";
import { anotherGstin, portalTraffic } from "../support/portal_traffic.ts";

const world = await einvoiceWorld();
const traffic = await portalTraffic(world);
traffic.sites.splice(1);
const branch = await anotherGstin(world, "29");
Deno.test.afterAll(() => world.close());

Deno.test({
  name:
    "a portal down for two hours: what piled up goes within its limit, oldest first a GSTIN, each once (500 here, 5,000 in the bench)",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    world.clock.set(startOfTests);
    await traffic.settleDown();
    const went = await drain(world, traffic, branch, { howMany: 500, perMinute: 60, stepSeconds: 10 });
    console.log(JSON.stringify(went));
    assert.equal(went.registered, 500);
    assert.ok(went.callsWhileDown <= 60, `${went.callsWhileDown}: it is left alone while it is down`);
    assert.ok(went.mostInAMinute <= 60, `${went.mostInAMinute}`);
    assert.ok(
      went.outOfOrder <= 25,
      `${went.outOfOrder}: only those that were on their way when it went down come later`,
    );
    assert.ok(went.seconds <= 375 / 50 * 60 * 1.25, `${went.seconds}`);
  },
});
