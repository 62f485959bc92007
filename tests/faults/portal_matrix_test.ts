import assert from "node:assert/strict";
import { einvoiceWorld, startOfTests } from "../support/einvoice_world.ts";
import { type PortalFault, portalFaults, strikeWith } from "./portal_faults.ts";
import { type Operation, portalOperations, type Thing } from "./portal_operations.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

const open = new Set(["pending", "sending", "unknown", "requested", "cancelling"]);

/** How a cell ends where it does not end with the thing done: told as it is. */
const otherwise: Readonly<Record<string, { here: string; effects: number }>> = {
  // The number was used for something else, there or at another portal: a person issues it anew.
  "generate: duplicate_other_content": { here: "failed", effects: 1 },
  "generate: registered_elsewhere": { here: "failed", effects: 1 },
};

/** A morning on which nothing has gone wrong yet. */
async function freshMorning() {
  world.clock.set(startOfTests);
  await world.admin`delete from sandbox.faults`;
  await world.admin`delete from ops.breakers`;
  await world.admin`delete from ops.call_budgets`;
}

async function settle(operation: Operation, thing: Thing): Promise<string> {
  for (let round = 0; round < 12; round++) {
    world.later(1_000);
    await operation.run(thing);
    const { here } = await operation.standing(thing);
    if (!open.has(here)) return here;
  }
  return (await operation.standing(thing)).here;
}

/** One fault at one operation: meanwhile nothing is claimed that is not so; after it, one effect and the right state. */
async function cell(operation: Operation, fault: PortalFault): Promise<void> {
  await freshMorning();
  let thing = await operation.begin();
  const lift = await strikeWith(world, fault, operation);
  await Promise.all(Array.from({ length: fault.twice ? 2 : 1 }, () => operation.run(thing)));
  const meanwhile = await operation.standing(thing);
  await lift();
  assert.ok(meanwhile.effects <= 1, `${meanwhile.effects} effects while the fault was there`);
  if (meanwhile.here === operation.done) assert.ok(meanwhile.agrees, "told as done, and the portal has not done it");

  let here = await settle(operation, thing);
  const ending = otherwise[`${operation.name}: ${fault.name}`];
  if (!ending && here !== operation.done && !open.has(here)) {
    thing = await operation.again(thing);
    here = await settle(operation, thing);
  }
  const { effects, agrees } = await operation.standing(thing);
  assert.deepEqual({ here, effects }, ending ?? { here: operation.done, effects: 1 });
  assert.ok(ending || agrees, "what stands here is not what stands at the portal");
}

for (const operation of await portalOperations(world)) {
  Deno.test({
    name: `${operation.name}: whatever goes wrong, one effect in the end, and never a lie meanwhile`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn(t) {
      for (const fault of portalFaults) await t.step(fault.name, () => cell(operation, fault));
    },
  });
}
