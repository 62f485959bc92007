import type { Database } from "../../db/pool.ts";
import { applyReconciliation, reconcilePayment } from "../../domain/payout/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import { median, progress, report } from "./figures.ts";
import { exportedFile, openPayoutBed, type Timed, timed } from "./settlement_bed.ts";

const rows = 100_000;
const fewer = 10_000;
const rounds = 3;

/** What was measured in turns, with invoices of its own each: one file at once, another previewed and then applied. */
interface Round {
  readonly atOnce: Timed;
  readonly preview: Timed;
  readonly apply: Timed;
  readonly floor: Timed;
}

/**
 * A settlement file of 100,000 payments that arrived: read, matched, classified and posted in one transaction, beside the
 * floor of the same run: COPY of the rows it left into a table made like theirs, as its owner, and one hash join of them
 * with the attempts. Memory is this process's, which reads the file.
 */
export async function measureSettlement(): Promise<void> {
  const bed = await openPayoutBed();
  try {
    const small = await exportedFile(bed.admin, 1, fewer);
    const few = await timed(bed.app, async () => void await settled(bed.ctx, small, fewer));
    const measured: Round[] = [];
    for (let round = 1; round <= rounds; round++) {
      progress(`round ${round}: ${2 * rows} invoices in bank files`);
      const file = await exportedFile(bed.admin, 2 * round * rows, rows);
      const atOnce = await timed(bed.app, async () => void await settled(bed.ctx, file, rows));
      const floor = await timed(bed.admin, await readyFloor(bed.admin));
      const other = await exportedFile(bed.admin, (2 * round + 1) * rows, rows);
      let seen = "";
      const preview = await timed(bed.app, async () => void (seen = await settled(bed.ctx, other, rows, true)));
      const apply = await timed(bed.app, async () => void await applyReconciliation(bed.ctx, seen));
      progress(
        Object.entries({ atOnce, floor, preview, apply }).map(([name, one]) =>
          `${name} ${one.ms.toFixed(0)} ms (processor ${one.processor} ms)`
        ).join(", "),
      );
      measured.push({ atOnce, preview, apply, floor });
    }
    tell(measured, few);
  } finally {
    await bed.close();
  }
}

function tell(measured: readonly Round[], few: Timed): void {
  const of = (what: keyof Round, key: keyof Timed) => median(measured.map((round) => round[what][key]));
  const ratio = (figure: string, what: keyof Round, key: "ms" | "processor", goal: { atMost: number } | null) =>
    report({
      figure,
      unit: "ms",
      value: of(what, key),
      floor: of("floor", key),
      against: "COPY of the same rows and one hash join",
      goal,
      pairs: measured.map((round) => round[what][key] / round.floor[key]),
    });
  ratio(`settlement file of ${rows} rows, matched and posted`, "atOnce", "ms", { atMost: 4 });
  ratio("the same in processor time", "atOnce", "processor", { atMost: 4 });
  ratio("a preview of it", "preview", "ms", null);
  ratio("applying what was previewed", "apply", "ms", null);
  report({
    figure: "settlement rows a second",
    unit: "rows/s",
    value: rows / (of("atOnce", "ms") / 1000),
    floor: null,
    goal: { atLeast: 15_000 },
  });
  report({
    figure: `memory of the process that reads ${rows} rows`,
    unit: "MB",
    value: of("atOnce", "memory"),
    floor: few.memory,
    against: `the same with ${fewer} rows`,
    goal: { atMost: 1.25 },
  });
}

/** Its public id, once it did what it was to. */
async function settled(ctx: Context, file: File, payments: number, preview = false): Promise<string> {
  const upload = { fileName: file.name, file, fields: {} };
  const answer = JSON.parse(await reconcilePayment(ctx, upload, { preview }));
  if (answer.summary.successful !== payments) throw new Error(JSON.stringify(answer.control));
  return answer.reconciliationId;
}

/** COPY of the rows of the last file, from a file beside the database, and their hash join with the attempts. */
async function readyFloor(admin: Database): Promise<() => Promise<void>> {
  const [beside] = await admin<{ file: string }[]>`select current_setting('data_directory') || '/floor.copy' as file`;
  const last = "select id from payout.settlement_files order by public_no desc limit 1";
  await admin.unsafe(`
    copy (select * from payout.settlement_rows where file_id = (${last})) to '${beside!.file}';
    drop table if exists floor.settlement_rows;
    create table floor.settlement_rows (like payout.settlement_rows including all);
    alter table floor.settlement_rows add foreign key (tenant_id, file_id) references payout.settlement_files (tenant_id, id)`);
  await admin`checkpoint`;
  return async () =>
    void await admin.begin(async (sql) => {
      await sql.unsafe(`copy floor.settlement_rows from '${beside!.file}'`);
      await sql`set local enable_nestloop = off`;
      await sql`set local enable_mergejoin = off`;
      const [joined] = await sql`
        select count(*)::int as rows, sum(t.amount) as amount from floor.settlement_rows as r
        join payout.payout_items as t on t.tenant_id = r.tenant_id and t.id = r.item_id`;
      if (joined!.rows !== rows) throw new Error(`the floor joined ${joined!.rows}`);
    });
}
