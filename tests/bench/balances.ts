import { openDatabase } from "../../db/pool.ts";
import { median, report } from "./figures.ts";
import { openBooks } from "./million.ts";
import { company } from "./workload.ts";

const rounds = 5;

/**
 * The trial balance over a million vouchers under row-level security, as the report reads it, beside the bare sum of the
 * same entries by the administrator. Plain views over the journal: no totals are kept, so there is none to be wrong.
 */
export async function measureBalances(): Promise<void> {
  const { books, close } = await openBooks([1_000_000]);
  const { admin, appUrl } = books[0]!;
  const app = openDatabase(appUrl, { max: 1, applicationName: "pakka bench, balances" });
  const [day] = await admin`select core.today()::text as today`;
  const reading = (view: string) =>
    app.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: company.id, actorKind: "job" })})`;
      return await sql.unsafe(
        `select count(*)::int as ledgers, sum(debit) as debit, sum(credit) as credit from ${view}`,
      );
    });
  const bare = () =>
    admin`
      select ledger_id, sum(debit) as debit, sum(credit) as credit from ledger.ledger_entries
      where tenant_id = ${company.id} group by ledger_id`;
  try {
    for (const view of ["ledger.trial_balance", `reports.trial_balance('${day!.today}')`]) {
      const measured: { ours: number; floor: number }[] = [];
      for (let round = 0; round <= rounds; round++) {
        const pair = { floor: await timed(bare), ours: await timed(() => reading(view)) };
        if (round > 0) measured.push(pair);
      }
      const [sums] = await reading(view) as unknown as { ledgers: number; debit: string; credit: string }[];
      report({
        figure: `trial balance over a million vouchers, ${view.replace(/\(.*/, "")}`,
        unit: "ms",
        value: median(measured.map(({ ours }) => ours)),
        floor: median(measured.map(({ floor }) => floor)),
        against: "the bare sum of the same entries",
        goal: { atMost: 1.5 },
        pairs: measured.map(({ ours, floor }) => ours / floor),
        note: `${sums!.ledgers} ledgers, debit ${sums!.debit}, credit ${sums!.credit}`,
      });
    }
  } finally {
    await app.end({ timeout: 5 });
    await close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
