import { openDatabase } from "../../db/pool.ts";
import type { Bed } from "./bed.ts";
import { postBytes } from "./client.ts";
import { median, progress, report } from "./figures.ts";
import { load, loadHttp } from "./load.ts";
import { company, invoice } from "./workload.ts";

const rounds = 5;
const size = 1000;

/**
 * `/api/vouchers/bulk` of a thousand, over HTTP, beside the same thousand posted without grouping: 64 callers, one
 * document a call of billing.post_vouchers, over a pool as large as the API's and with no HTTP in the way.
 */
export async function measureBulk(bed: Bed): Promise<void> {
  const document = invoice(bed.partyId, bed.seriesIds[0]);
  const request = [
    postBytes("/api/vouchers/bulk", { vouchers: Array.from({ length: size }, () => document) }, bed.token),
  ];
  const pool = openDatabase(bed.appUrl, { max: 6, applicationName: "pakka bench, ungrouped" });
  const context = pool.json({ tenantId: company.id, actorKind: "job" });
  const docs = pool.json([{ document }]);
  const postOne = () => pool`select ord, outcome, answer from billing.post_vouchers(${docs}, ${context}, true)`;
  const measured: { bulk: number; ungrouped: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    progress(round === 0 ? "bulk: warming up" : `bulk: round ${round} of ${rounds}`);
    const bulk = (await loadHttp(bed.api.origin, 1, 1, request, 200)).rate * size;
    const ungrouped = (await load(64, size, postOne)).rate;
    if (round > 0) measured.push({ bulk, ungrouped });
  }
  await pool.end({ timeout: 5 });
  report({
    figure: "bulk of 1,000",
    unit: "invoices/s",
    value: median(measured.map(({ bulk }) => bulk)),
    floor: median(measured.map(({ ungrouped }) => ungrouped)),
    against: "64 callers, ungrouped, without HTTP",
    goal: { atLeast: 3 },
    pairs: measured.map(({ bulk, ungrouped }) => bulk / ungrouped),
  });
}
