import { deflateSync, inflateSync } from "node:zlib";
import type { Bed } from "./bed.ts";
import { median, progress, report } from "./figures.ts";
import { company } from "./workload.ts";

const prints = 1000;

interface Printed {
  readonly times: readonly number[];
  /** Resident megabytes after every fiftieth print. */
  readonly memory: readonly number[];
  readonly pdf: string;
}

/** The posted invoice as a PDF of one page, a thousand times in a process of its own. */
export async function measurePdf(bed: Bed): Promise<void> {
  progress(`pdf: ${prints} prints`);
  const document = await readDocument(bed);
  const { times, memory, pdf } = await print(document);
  const [first, ...later] = times;
  const p50 = median(later);
  report({
    figure: "one-page PDF after the first",
    unit: "ms",
    value: p50,
    floor: writeTime(Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0))),
    against: "deflating the same page into a ready skeleton; goal on the value",
    goal: { atMost: 10 },
    goalOn: "value",
    note: `the first ${first!.toFixed(0)} ms, p99 ${
      [...later].sort((a, b) => a - b)[Math.floor(later.length * 0.99)]!.toFixed(1)
    } ms`,
  });
  report({
    figure: "memory after 1,000 prints",
    unit: "MB",
    value: memory.at(-1)!,
    floor: memory[1]!,
    against: "after 100 prints",
    goal: { atMost: 1.1 },
    note: `every 200: ${memory.filter((_, i) => i % 4 === 3).map((megabytes) => megabytes.toFixed(0)).join(", ")}`,
  });
}

async function readDocument({ admin, posted }: Bed): Promise<string> {
  return await admin.begin(async (sql) => {
    await sql`set local role pakka_app`;
    await sql`select core.enter(${sql.json({ tenantId: company.id })})`;
    const [row] = await sql<{ text: string }[]>`select billing.print_document(${posted.id})::text as text`;
    return row!.text;
  });
}

async function print(document: string): Promise<Printed> {
  const args = ["run", "-P=test", new URL("print_many.ts", import.meta.url).pathname, String(prints)];
  const ran = await new Deno.Command(Deno.execPath(), { args, env: { BENCH_DOCUMENT: document }, stderr: "inherit" })
    .output();
  if (!ran.success) throw new Error("printing failed");
  return JSON.parse(new TextDecoder().decode(ran.stdout));
}

/** F5: the page's content stream deflated and written between the other bytes of the file, in milliseconds. */
function writeTime(pdf: Uint8Array): number {
  const text = new TextDecoder("latin1").decode(pdf);
  const pages = [...text.matchAll(/stream\r?\n/g)]
    .map(({ index, 0: word }) => inflated(pdf.subarray(index + word.length)))
    .filter((content) => content !== null && new TextDecoder("latin1").decode(content).includes(" Tf"));
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now();
    const streams = pages.map((content) => deflateSync(content!));
    const whole = new Uint8Array(pdf.length);
    whole.set(pdf.subarray(0, pdf.length - streams[0]!.length));
    whole.set(streams[0]!, pdf.length - streams[0]!.length);
    return performance.now() - began;
  });
  return median(times);
}

function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes);
  } catch {
    return null;
  }
}
