import assert from "node:assert/strict";
import { changeRequested } from "../../domain/ewaybill/mod.ts";
import { openPortal } from "../../domain/ewaybill/portal.ts";
import { house, rowsOf } from "../support/einvoice_world.ts";
import { changeWorld } from "./ewaybill_change_world.ts";

const { world, deps, changes, begun, sweep, standing, untilSettled, reset } = await changeWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(reset);

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const faults: Record<string, unknown>[] = [
  { kind: "timeout_after_success" },
  { kind: "truncated" },
  { kind: "reset" },
  { kind: "http_503" },
  { kind: "http_504", afterEffect: true },
  { kind: "http_429", retryAfter: 60 },
  { kind: "malformed" },
  { kind: "undecipherable" },
  { kind: "token_expired" },
  { kind: "portal_error", code: "118" },
  { kind: "portal_error", code: "813", afterEffect: true },
  { kind: "crossed_reply" },
];

for (const [change, { operation, effects }] of Object.entries(changes)) {
  test(`ewaybill: ${change} under ${faults.length} faults ends done, and happened once`, async () => {
    for (const plan of faults) {
      const { number, id } = await begun(change);
      await world.fault({ portal: "ewb", operation, ...plan });
      await changeRequested(world.context(house), deps, id);
      if ((await standing(id)).status !== "done") await untilSettled(id);
      const { status, error_message: why } = await standing(id);
      assert.deepEqual([status, await effects(number)], ["done", 1], `${JSON.stringify(plan)}: ${why}`);
    }
    const open = await world
      .admin`select status from ewaybill.changes where status in ('queued', 'requested', 'unknown')`;
    assert.deepEqual([...open], []);
  });
}

test("ewaybill: a change whose worker died before it was sent, or after, is taken up again, and happens once", async () => {
  for (const sent of [false, true]) {
    for (const [change, { effects }] of Object.entries(changes)) {
      const { number, id } = await begun(change);
      const [taken] = await rowsOf(world)(({ sql }) => sql`select * from ewaybill.change_to_send(${id})`);
      if (sent) {
        const portal = await openPortal(world.context(house), deps, taken?.gstin);
        if ("errorCode" in portal) throw new Error(portal.errorMessage);
        await portal.clientFor(taken?.entity_id).change(portal.registration, taken?.change, taken?.payload);
      }
      assert.equal(await changeRequested(world.context(house), deps, id), false, "another worker has it");
      world.later(200);
      assert.equal((await sweep()).settled, 0, "its lease runs");
      await untilSettled(id);
      assert.deepEqual([(await standing(id)).status, await effects(number)], ["done", 1], `${change}, sent: ${sent}`);
    }
  }
});
