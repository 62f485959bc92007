import { measureAlone } from "./alone.ts";
import { measureBalances } from "./balances.ts";
import { type Bed, openBed } from "./bed.ts";
import { measureBulk } from "./bulk.ts";
import { measureCounters } from "./counters.ts";
import { measureDrain } from "./drain.ts";
import { progress, summary } from "./figures.ts";
import { type Insert, openFloor } from "./floor.ts";
import { measureIrns } from "./irn.ts";
import { measureKinds } from "./kinds.ts";
import { measureLists } from "./lists.ts";
import { measurePayouts } from "./payouts.ts";
import { measurePdf } from "./pdf.ts";
import { type Served, serveFloor } from "./processes.ts";
import { measureSettlement } from "./settlement.ts";
import { measureTogether } from "./together.ts";

/** The parts of the bench, in the order they run: `deno task bench bulk pdf` runs two of them. */
const parts: Record<string, (bed: Bed, insert: Insert, floor: Served) => Promise<void>> = {
  posting: measureAlone,
  kinds: measureKinds,
  together: measureTogether,
  bulk: measureBulk,
  counters: measureCounters,
  pdf: measurePdf,
};
/** Parts with databases of their own: books of ten thousand vouchers and of a million, a queue. They need no API beside them. */
const onBooks: Record<string, () => Promise<void>> = {
  lists: measureLists,
  balances: measureBalances,
  irn: measureIrns,
  drain: measureDrain,
  payouts: measurePayouts,
  settlement: measureSettlement,
};

const known = [...Object.keys(parts), ...Object.keys(onBooks)];
const asked = Deno.args.length > 0 ? Deno.args : known;
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(", ")}; the parts are ${known.join(", ")}`);
  Deno.exit(2);
}

const began = performance.now();
const onBed = asked.filter((name) => name in parts);
if (onBed.length > 0) {
  const bed = await openBed();
  try {
    const insert = await openFloor(bed.admin, bed.posted.id, bed.seriesIds);
    const floor = await serveFloor(bed.posted.text);
    try {
      for (const name of onBed) await parts[name]!(bed, insert, floor);
    } finally {
      await floor.stop();
    }
  } finally {
    await bed.close();
  }
}
for (const name of asked) await onBooks[name]?.();
console.error(`\n${summary()}`);
progress(`${((performance.now() - began) / 1000).toFixed(0)} s in all`);
