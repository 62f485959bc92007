import type { Database } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import { type Context, systemClock } from "../../domain/shared/context.ts";
import { median, progress, report } from "./figures.ts";
import { openPayoutBed } from "./settlement_bed.ts";
import { company } from "./workload.ts";

const partners = 10_000;
const months = 10;
const rowsEach = 10;
const rounds = 7;
const month = "2025-06";

/**
 * What 10,000 partners may invoice for a month, in one statement, of a million payouts in ten months; beside the floor of
 * the same run: the sums of the same rows with one hash join, past row-level security. The plan goes to standard error.
 */
export async function measurePayouts(): Promise<void> {
  const { admin, app, close } = await openPayoutBed("pakka_bench_payouts");
  try {
    progress(`${partners * months * rowsEach} payouts of ${partners} partners`);
    await layPayouts(admin);
    const measured: { ours: number; one: number; floor: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const ours = await calculated(app, null);
      const floor = await floorOf(admin);
      const one = await calculated(app, ["P-777"]);
      if (round > 0) measured.push({ ours, floor, one });
    }
    tell(measured);
    console.error(await planOf(app));
  } finally {
    await close();
  }
}

function tell(measured: { ours: number; one: number; floor: number }[]): void {
  const of = (key: "ours" | "one" | "floor") => median(measured.map((each) => each[key]));
  report({
    figure: `what ${partners} partners may invoice for a month, in one statement`,
    unit: "ms",
    value: of("ours"),
    floor: of("floor"),
    against: "sums of the same rows with one hash join",
    goal: null,
    pairs: measured.map(({ ours, floor }) => ours / floor),
  });
  report({ figure: "what one partner may invoice", unit: "ms", value: of("one"), floor: null, goal: null });
}

async function layPayouts(admin: Database): Promise<void> {
  await admin`
    insert into payout.partners (tenant_id, destination_id, partner_name, gst_number, state_code, address, email)
    select ${company.id}::uuid, 'P-' || n, 'Partner ' || n, '27AAPFA1234A1ZZ', case when n % 3 = 0 then '29' else '27' end, 'Pune', 'p' || n || '@p.test'
    from generate_series(1, ${partners}::int) as n`;
  const [made] = await admin<{ id: string }[]>`
    insert into payout.payout_imports (tenant_id, file_name, sha256) values (${company.id}, 'payouts.csv', sha256('payouts')) returning id`;
  await admin`
    insert into payout.payout_calculation (tenant_id, import_id, line_no, partner_id, destination_id, month, financial_year, category,
      reason_for_payment, effective_payout_base)
    select p.tenant_id, ${
    made!.id
  }::uuid, row_number() over (order by m, k, p.id), p.id, p.destination_id, '2025-' || lpad(m::text, 2, '0'),
           payout.financial_year('2025-' || lpad(m::text, 2, '0')), case when k % 2 = 0 then 'trail' else 'upfront' end,
           case when k % 5 = 0 then 'dynamic' else 'base_referral' end, (1000 + k * 37.15)::numeric(18, 2)
    from payout.partners as p, generate_series(1, ${months}::int) as m, generate_series(1, ${rowsEach}::int) as k
    where p.tenant_id = ${company.id}`;
  await admin.unsafe("vacuum analyze payout.payout_calculation; ").simple();
  await admin.unsafe("vacuum analyze payout.partners").simple();
}

const acting = (app: Database): Context => {
  const actor = { kind: "job", tenantId: company.id, userId: null, roles: [], scopes: new Set<string>() } as const;
  return { db: app, actor, clock: systemClock, requestId: "bench", ip: null };
};

async function calculated(app: Database, destinations: string[] | null): Promise<number> {
  return await withTenant(acting(app), async ({ sql }) => {
    const began = performance.now();
    const [row] = await sql<{ partners: number }[]>`
      select count(*)::int as partners, sum(payable_amount) from payout.calculate_payouts(${month}, ${destinations})`;
    const ms = performance.now() - began;
    if (row?.partners !== (destinations?.length ?? partners)) {
      throw new Error(`${row?.partners} partners were calculated`);
    }
    return ms;
  });
}

async function floorOf(admin: Database): Promise<number> {
  const began = performance.now();
  await admin`
    select count(*), sum(s.total) from (
      select p.id, sum(c.effective_payout_base) as total
      from payout.payout_calculation as c join payout.partners as p on p.tenant_id = c.tenant_id and p.id = c.partner_id
      where c.tenant_id = ${company.id} and c.month = ${month} group by p.id) as s`;
  return performance.now() - began;
}

/** The plan of the function's own statement, at a million rows. */
async function planOf(app: Database): Promise<string> {
  const source = await Deno.readTextFile(
    new URL("../../sql/logic/payout/functions/calculate_payouts.sql", import.meta.url),
  );
  const body = source.split("$$")[1]!.replaceAll("p_month", `'${month}'`).replaceAll(
    "p_destination_ids",
    "null::text[]",
  );
  const lines = await withTenant(acting(app), ({ sql }) => sql.unsafe(`explain (analyze, buffers) ${body}`));
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}
