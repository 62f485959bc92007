import assert from "node:assert/strict";
import samples from "../../routes/sandbox/samples.json" with { type: "json" };
import { irpWorld, rival, seller } from "../gateways/irp_world.ts";
import { ewbStranger, irpStranger } from "./sandbox_stranger.ts";

type Facts = Readonly<Record<string, unknown>>;

/** A sample with what this world calls things in place of {names}. */
function filled(sample: unknown, facts: Facts): Record<string, unknown> {
  const text = JSON.stringify(sample).replaceAll(/"\{(\w+)\}"/g, (_, name) => JSON.stringify(facts[name]));
  return JSON.parse(text);
}

Deno.test("sandbox samples: every request of the documentation is taken as it stands", async () => {
  const world = await irpWorld();
  try {
    const small = { ...seller, gstin: "27AAACR5055K1Z7", username: "API_small" };
    const { gstin, username, password, clientId: client_id, clientSecret: client_secret } = small;
    const taxpayer = {
      gstin,
      legal_name: "Small Traders",
      username,
      password,
      client_id,
      client_secret,
      turnover: "1",
    };
    await world.db`select sandbox.register_irp_taxpayer(${world.db.json(taxpayer)})`;
    const { baseUrl, signInKey } = await world.ewbSite();
    const irp = irpStranger(`${world.origin}/sandbox/irp`, world.keys.signInKey, seller);
    const tried = new Set<string>();
    const post = async (call: keyof typeof samples.irp, facts: Facts = {}) => {
      tried.add(call);
      const told = await irp.post(call.replace("POST ", ""), filled(samples.irp[call], facts));
      assert.deepEqual(told.codes, [], call);
      return told.plain;
    };
    const act = async (action: keyof typeof samples.ewb, facts: Facts = {}, who = small) => {
      tried.add(action);
      const told = await ewbStranger(baseUrl, signInKey, who).act(action, filled(samples.ewb[action], facts));
      assert.deepEqual(told.codes, [], action);
      return told.plain;
    };
    let serial = 0;
    const bill = async () => {
      const wish = { ...samples.ewb.GENEWAYBILL, docNo: `S/${++serial}` };
      return { ewbNo: (await ewbStranger(baseUrl, signInKey, small).act("GENEWAYBILL", wish)).plain.ewayBillNo };
    };

    const both = await post("POST /eicore/v1.03/Invoice");
    await act("CANEWB", { ewbNo: both.EwbNo }, seller);
    const again = await post("POST /eiewb/v1.03/ewaybill", { irn: both.Irn });
    await act("CANEWB", { ewbNo: again.EwbNo }, seller);
    await post("POST /eicore/v1.03/Invoice/Cancel", { irn: both.Irn });

    await act("GENEWAYBILL");
    const moving = await bill();
    for (const action of ["VEHEWB", "UPDATETRANSPORTER"] as const) await act(action, moving);
    const sheet = await act("GENCEWB", moving);
    await act("REGENTRIPSHEET", { tripSheetNo: sheet.cEwbNo });
    const parted = await bill();
    for (const action of ["MULTIVEHMOVINT", "MULTIVEHADD", "MULTIVEHUPD"] as const) await act(action, parted);
    await act("REJEWB", await bill(), rival);
    world.clock.set("2026-11-25T20:00:00+05:30");
    await act("EXTENDVALIDITY", parted);
    await act("CLSEWB", parted);
    assert.deepEqual([...tried].toSorted(), [...Object.keys(samples.irp), ...Object.keys(samples.ewb)].toSorted());
  } finally {
    await world.close();
  }
});
