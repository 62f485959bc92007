import assert from "node:assert/strict";
import { readSettings } from "../../db/settings.ts";
import { portalNames } from "../../jobs/deps.ts";
import { playedProviders, sandboxEwbSites, sandboxSites } from "../../routes/sandbox/sandbox.ts";
import { credentialsOf, einvoiceWorld, house, rival } from "../support/einvoice_world.ts";

/** Registrations of both portals: where they may go. */

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const owners = { "owner@house.test": house, "owner@rival.test": rival };
const standing = async (path: string, as: string) => (await world.api(`GET ${path}`, { as })).body.data;

for (const path of ["/api/einvoice/registrations", "/api/ewaybill/registrations"]) {
  const known = path.includes("einvoice") ? ["irp1", "irp2"] : ["nic"];

  test(`${path}: an environment this installation cannot go to is refused, and the one that works stays`, async () => {
    for (const [as, tenant] of Object.entries(owners)) {
      const before = await standing(path, as);
      const body = { ...credentialsOf(tenant), environment: "portal_sandbox" };
      const answer = await world.api(`POST ${path}`, { as, body });
      assert.deepEqual([answer.status, answer.body.code], [409, "portal_not_configured"], answer.text);
      const [{ pointer, facts }] = answer.body.errors;
      assert.equal(pointer, "/environment");
      assert.deepEqual(facts, { environment: "portal_sandbox", configured: ["sandbox", "production"] });
      const after = await standing(path, as);
      assert.deepEqual(after, before);
      assert.equal(after.filter(({ isActive }: { isActive: boolean }) => isActive).length, 1);
    }
  });

  test(`${path}: a provider that is not there is refused, one that is there is taken`, async () => {
    const as = "owner@house.test";
    const before = await standing(path, as);
    const wrong = await world.api(`POST ${path}`, { as, body: { ...credentialsOf(house), provider: "gsp9" } });
    assert.deepEqual([wrong.status, wrong.body.code], [409, "provider_not_configured"], wrong.text);
    const [{ pointer, facts }] = wrong.body.errors;
    assert.equal(pointer, "/provider");
    assert.deepEqual(facts, { environment: "sandbox", provider: "gsp9", configured: known });
    assert.deepEqual(await standing(path, as), before);
    const right = await world.api(`POST ${path}`, { as, body: { ...credentialsOf(house), provider: known.at(-1) } });
    assert.deepEqual([right.status, right.body.provider, right.body.isActive], [201, known.at(-1), true], right.text);
    const theirs = await standing(path, "owner@rival.test");
    assert.ok(theirs.every(({ id }: { id: string }) => id !== right.body.id));
  });
}

test("what the settings name and what this machine plays is what registrations may ask for", async () => {
  const site = { baseUrl: "https://portal.test", signInKey: "a key" };
  const irp = {
    production: [{ provider: "irp1", documentKeys: [], ...site }, { provider: "gsp", documentKeys: [], ...site }],
  };
  const settings = readSettings({
    PAKKA_IRP_SITES: JSON.stringify(irp),
    PAKKA_EWB_SITES: JSON.stringify({ portal_sandbox: site }),
  });
  assert.deepEqual(portalNames(settings, null), {
    irp: { production: ["irp1", "gsp"] },
    ewb: { portal_sandbox: ["nic"] },
  });
  assert.deepEqual(portalNames(readSettings({}), null), { irp: {}, ewb: {} });
  const played = portalNames(readSettings({}), playedProviders);
  const [irps, ewbs] = [await sandboxSites(world.db, world.origin), await sandboxEwbSites(world.db, world.origin)];
  assert.deepEqual([played.irp.sandbox, played.ewb.sandbox], [irps, ewbs].map((all) => all.map((one) => one.provider)));
});
