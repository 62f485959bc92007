import type { Bed } from "./bed.ts";
import { postBytes } from "./client.ts";
import { median, progress, report } from "./figures.ts";
import type { Insert } from "./floor.ts";
import { at, load, loadHttp, type Run } from "./load.ts";
import { backends, processorTime, residentMemory, type Served, watchMemory } from "./processes.ts";
import { invoice } from "./workload.ts";

const rounds = 5;
const calls = { alone: 300, together: 3000 };

interface Round {
  readonly alone: Run;
  readonly same: Run;
  readonly spread: Run;
  readonly f1: Run;
  /** Processor milliseconds an invoice of the 64 clients on one series. */
  readonly processor: { readonly api: number; readonly postgres: number };
}

/** 64 clients on one series, beside one client, beside 64 over 32 series; and what the API's process takes. */
export async function measureTogether(bed: Bed, insert: Insert, floor: Served): Promise<void> {
  const requests = bed.seriesIds.map((id) => postBytes("/api/vouchers", invoice(bed.partyId, id), bed.token));
  const before = await standing(bed);
  let answered = 0;
  const post = async (clients: number, calls: number, sent: Uint8Array[]) => {
    const run = await loadHttp(bed.api.origin, clients, calls, sent);
    answered += run.latencies.length;
    return run;
  };
  const measured: Round[] = [];
  const { most } = await watchMemory(bed.api.pid, async () => {
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? "64 clients: warming up" : `64 clients: round ${round} of ${rounds}`);
      const alone = await post(1, calls.alone, requests.slice(0, 1));
      const { done: same, processor } = await watchProcessor(bed, () => post(64, calls.together, requests.slice(0, 1)));
      const spread = await post(64, calls.together, requests);
      const f1 = await load(8, calls.together / 3, insert);
      if (round > 0) measured.push({ alone, same, spread, f1, processor });
    }
  });
  reportTogether(measured);
  const after = await standing(bed);
  const lost = Math.abs(after.vouchers - before.vouchers - answered);
  report({
    figure: "numbers missing, doubled or without a voucher",
    unit: "",
    value: after.gaps,
    floor: null,
    goal: { atMost: 0 },
  });
  report({
    figure: "answers without a voucher, or the reverse",
    unit: "",
    value: lost,
    floor: null,
    goal: { atMost: 0 },
  });
  await loadHttp(floor.origin, 64, calls.together, requests.slice(0, 1));
  report({
    figure: "API resident memory under the load",
    unit: "MB",
    value: most,
    floor: await residentMemory(floor.pid),
    against: "H0's process after the same load; goal on the value",
    goal: { atMost: 200 },
    goalOn: "value",
  });
}

function reportTogether(measured: readonly Round[]): void {
  const middle = (pick: (round: Round) => number) => median(measured.map(pick));
  const rate = middle(({ same }) => same.rate);
  const rates: [string, (round: Round) => number, string, { atLeast: number } | null][] = [
    ["one series, 64 clients, against one client", ({ alone }) => alone.rate, "one client", { atLeast: 2.5 }],
    ["one series, 64 clients, against 32 series", ({ spread }) => spread.rate, "64 clients over 32 series", {
      atLeast: 0.85,
    }],
    ["one series, 64 clients, against F1", ({ f1 }) => f1.rate, "F1, 8 clients on 8 series", null],
  ];
  for (const [figure, of, against, goal] of rates) {
    const pairs = measured.map((round) => round.same.rate / of(round));
    report({ figure, unit: "invoices/s", value: rate, floor: middle(of), against, goal, pairs });
  }
  report({
    figure: "one series, 64 clients, p99",
    unit: "ms",
    value: middle(({ same }) => at(same, 0.99)),
    floor: middle(({ alone }) => at(alone, 0.99)),
    against: "one client p99",
    goal: { atMost: 5 },
    pairs: measured.map(({ same, alone }) => at(same, 0.99) / at(alone, 0.99)),
    note: `p50 ${middle(({ same }) => at(same, 0.5)).toFixed(2)} ms`,
  });
  report({
    figure: "processor time an invoice, API",
    unit: "ms",
    value: middle(({ processor }) => processor.api),
    floor: middle(({ processor }) => processor.postgres),
    against: "PostgreSQL's backends",
    goal: null,
  });
}

/** Vouchers of the company, and what is wrong with its numbers. */
async function standing({ admin }: Bed): Promise<{ vouchers: number; gaps: number }> {
  const [row] = await admin<{ vouchers: number; gaps: number }[]>`
    select (select count(*)::int from billing.vouchers) as vouchers,
           (select coalesce(sum(abs(last - first + 1 - given) + abs(given - kept)), 0)::int
            from (select min(h.sequence) as first, max(h.sequence) as last, count(*) as given, count(v.id) as kept
                  from billing.numbering_history as h
                  left join billing.vouchers as v on v.id = h.voucher_id and v.number = h.number
                  group by h.series_id, h.period) as series) as gaps`;
  return row!;
}

async function watchProcessor(bed: Bed, work: () => Promise<Run>) {
  const pids = await backends(bed.admin);
  const read = async () => ({ api: await processorTime([bed.api.pid]), postgres: await processorTime(pids) });
  const before = await read();
  const done = await work();
  const after = await read();
  const each = (used: number) => used / done.latencies.length;
  return { done, processor: { api: each(after.api - before.api), postgres: each(after.postgres - before.postgres) } };
}
