import { openDatabase } from "../../db/pool.ts";
import type { Bed } from "./bed.ts";
import { postBytes } from "./client.ts";
import { median, progress, report } from "./figures.ts";
import type { Insert } from "./floor.ts";
import { at, load, loadHttp, type Run } from "./load.ts";
import type { Served } from "./processes.ts";
import { company, invoice } from "./workload.ts";

const rounds = 5;
const calls = 300;

interface Round {
  readonly f1: Run;
  readonly h0: Run;
  readonly api: Run;
  /** The API's own call of billing.post_vouchers, made here. */
  readonly sql: Run;
  readonly f1Lanes: Run;
}

/** One client posting over HTTP, beside the bare insert and the bare route it cannot be faster than. */
export async function measureAlone(bed: Bed, insert: Insert, floor: Served): Promise<void> {
  const request = [postBytes("/api/vouchers", invoice(bed.partyId), bed.token)];
  const pool = openDatabase(bed.appUrl, { max: 1, applicationName: "pakka bench, no HTTP" });
  const docs = pool.json([{ document: invoice(bed.partyId) }]);
  const context = pool.json({ tenantId: company.id, actorKind: "api_key" });
  const post = () =>
    pool`
    select ord, outcome, voucher_id, answer, status, follows from billing.post_vouchers(${docs}, ${context}, false)`;
  const measured: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? "one client: warming up" : `one client: round ${round} of ${rounds}`);
    const run = {
      f1: await load(1, calls, insert),
      h0: await loadHttp(floor.origin, 1, calls, request),
      api: await loadHttp(bed.api.origin, 1, calls, request),
      sql: await load(1, calls, post),
      f1Lanes: await load(8, calls * 2, insert),
    };
    if (round > 0) measured.push(run);
  }
  await pool.end({ timeout: 5 });
  reportAlone(measured);
}

function reportAlone(measured: readonly Round[]): void {
  const middle = (pick: (round: Round) => number) => median(measured.map(pick));
  const floorOf = ({ f1, h0 }: Round) => at(f1, 0.5) + at(h0, 0.5);
  const floors = (share: number) =>
    `F1 ${middle(({ f1 }) => at(f1, share)).toFixed(3)} ms, H0 ${middle(({ h0 }) => at(h0, share)).toFixed(3)} ms`;
  for (
    const [figure, share, goal] of [["one client p50", 0.5, { atMost: 1.6 }], ["one client p99", 0.99, null]] as const
  ) {
    report({
      figure,
      unit: "ms",
      value: middle(({ api }) => at(api, share)),
      floor: middle(floorOf),
      against: "F1 p50 + H0 p50",
      goal,
      pairs: measured.map((round) => at(round.api, share) / floorOf(round)),
      note: `p${share * 100}: ${floors(share)}`,
    });
  }
  report({
    figure: "the call of billing.post_vouchers alone, p50",
    unit: "ms",
    value: middle(({ sql }) => at(sql, 0.5)),
    floor: middle(({ f1 }) => at(f1, 0.5)),
    against: "F1 p50",
    goal: null,
    pairs: measured.map(({ sql, f1 }) => at(sql, 0.5) / at(f1, 0.5)),
  });
  report({
    figure: "F1, 8 clients on 8 series",
    unit: "vouchers/s",
    value: middle(({ f1Lanes }) => f1Lanes.rate),
    floor: middle(({ f1 }) => f1.rate),
    against: "F1, one client",
    goal: null,
  });
}
