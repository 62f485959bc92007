import { einvoiceWorld, startOfTests } from "../support/einvoice_world.ts";
import { drain } from "../support/portal_drain.ts";
import { anotherGstin, portalTraffic } from "../support/portal_traffic.ts";
import { progress, report } from "./figures.ts";

const [howMany, perMinute, stepSeconds] = [5_000, 60, 10];

/**
 * 5,000 documents that piled up while the portal was down for two hours, on a clock that is moved by hand: how long they
 * take at the limit of a GSTIN, beside the least that limit allows. The test of the same (tests/jobs) has 500.
 */
export async function measureDrain(): Promise<void> {
  const world = await einvoiceWorld();
  try {
    const traffic = await portalTraffic(world);
    traffic.sites.splice(1);
    const branch = await anotherGstin(world, "29");
    world.clock.set(startOfTests);
    await traffic.settleDown();
    progress(`drain: ${howMany} pile up`);
    const went = await drain(world, traffic, branch, { howMany, perMinute, stepSeconds });
    report({
      figure: "drain of 5,000 after two hours",
      unit: "minutes",
      value: went.seconds / 60,
      floor: howMany * 3 / 4 / (perMinute * 5 / 6),
      against: "the larger GSTIN's documents at its limit",
      goal: { atMost: 1.1 },
      note: JSON.stringify(went),
    });
  } finally {
    await world.close();
  }
}
