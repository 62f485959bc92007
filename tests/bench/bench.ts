import { measureAlone } from "./alone.ts";
import { type Bed, openBed } from "./bed.ts";
import { measureBulk } from "./bulk.ts";
import { measureCounters } from "./counters.ts";
import { progress, summary } from "./figures.ts";
import { type Insert, openFloor } from "./floor.ts";
import { measurePdf } from "./pdf.ts";
import { type Served, serveFloor } from "./processes.ts";
import { measureTogether } from "./together.ts";

/** The parts of the bench, in the order they run: `deno task bench bulk pdf` runs two of them. */
const parts: Record<string, (bed: Bed, insert: Insert, floor: Served) => Promise<void>> = {
  posting: measureAlone,
  together: measureTogether,
  bulk: measureBulk,
  counters: measureCounters,
  pdf: measurePdf,
};

const asked = Deno.args.length > 0 ? Deno.args : Object.keys(parts);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(", ")}; the parts are ${Object.keys(parts).join(", ")}`);
  Deno.exit(2);
}

const began = performance.now();
const bed = await openBed();
try {
  const insert = await openFloor(bed.admin, bed.posted.id, bed.seriesIds);
  const floor = await serveFloor(bed.posted.text);
  try {
    for (const name of asked) await parts[name]!(bed, insert, floor);
  } finally {
    await floor.stop();
  }
} finally {
  await bed.close();
}
console.error(`\n${summary()}`);
progress(`${((performance.now() - began) / 1000).toFixed(0)} s in all`);
