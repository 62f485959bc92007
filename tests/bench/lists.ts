import { listVouchers } from "../../domain/voucher/mod.ts";
import { listQuery } from "../../domain/voucher/schema.ts";
import { type Database, openDatabase } from "../../db/pool.ts";
import { trackStatements } from "./bed.ts";
import type { Context } from "../../domain/shared/context.ts";
import { systemClock } from "../../domain/shared/context.ts";
import { median, report } from "./figures.ts";
import { type Books, openBooks } from "./million.ts";
import { company } from "./workload.ts";

const rounds = 5;
const calls = 25;

/** What is asked, from the books themselves: {@link facts} of the smaller and of the larger. */
type Ask = (facts: Facts) => Record<string, string>;

interface Facts {
  readonly partyId: string;
  readonly number: string;
  readonly amount: string;
  /** A day a third of the way back, and one a month earlier. */
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

const asked: Record<string, Ask> = {
  "no filter": () => ({}),
  "type, a common one": () => ({ type: "tax_invoice" }),
  "type, a rare one": () => ({ type: "debit_note" }),
  "status posted": () => ({ status: "posted" }),
  "status cancelled": () => ({ status: "cancelled" }),
  "status draft": () => ({ status: "draft" }),
  "from and to": ({ from, to }) => ({ from, to }),
  "type, from and to": ({ from, to }) => ({ type: "receipt", from, to }),
  "partyId": ({ partyId }) => ({ partyId }),
  "q: a number": ({ number }) => ({ q: number }),
  "q: the beginning of a number": ({ number }) => ({ q: number.slice(0, -1) }),
  "q: the beginning of all numbers of a kind": () => ({ q: "INV/" }),
  "q: a running number": ({ number }) => ({ q: String(Number(number.slice(-6))) }),
  "q: a party's whole name": ({ name }) => ({ q: name }),
  "q: a name that one in 40 parties has": () => ({ q: "deccan" }),
  "q: a name that nobody has": () => ({ q: "zanzibar" }),
  "amount": ({ amount }) => ({ amount }),
  "q: an amount": ({ amount }) => ({ q: amount }),
};

/** A page of fifty by each filter, first and deep, of a million vouchers beside ten thousand, as the API reads it. */
export async function measureLists(): Promise<void> {
  const { books, close } = await openBooks([10_000, 1_000_000]);
  try {
    const [small, large] = await Promise.all(books.map(openReader)) as [Reader, Reader];
    for (const [name, ask] of Object.entries(asked)) await compare(`list: ${name}`, small, large, ask);
    await compare("list: page 200 of 10,000, page 10,000 of a million", small, large, () => ({}), true);
    await compareDepth(large);
    for (const reader of [small, large]) await reader.close();
  } finally {
    await close();
  }
}

interface Reader {
  readonly facts: Facts;
  readonly deep: string;
  page(query: Record<string, string>): Promise<string>;
  /** Pages of the database that one such answer looks at: what no neighbour's load changes. */
  buffers(query: Record<string, string>): Promise<number>;
  close(): Promise<void>;
}

async function openReader(books: Books): Promise<Reader> {
  const db = openDatabase(books.appUrl, { max: 1, applicationName: "pakka bench, lists" });
  const actor = { kind: "job", tenantId: company.id, userId: null, roles: [], scopes: new Set<string>() } as const;
  const ctx: Context = { db, actor, requestId: "bench", ip: null, clock: systemClock };
  const { deep, ...facts } = await readFacts(books);
  const page = (query: Record<string, string>) => listVouchers(ctx, listQuery.parse(query));
  return {
    facts,
    deep,
    page,
    buffers: (query) => buffersOf(books.admin, () => page(query)),
    close: () => db.end({ timeout: 5 }),
  };
}

/** A busy party, a number in the middle, an amount that fills a page in both, days, the cursor before the deep page. */
async function readFacts({ admin, vouchers }: Books): Promise<Facts & { deep: string }> {
  const [row] = await admin`
    with mine as (select * from billing.vouchers where tenant_id = ${company.id}),
         busy as (select party_id, min(party_name) as name from mine group by party_id order by count(*) desc limit 1)
    select busy.party_id as "partyId", busy.name,
           (select number from mine where voucher_type = 'tax_invoice' order by id offset ${
    Math.round(vouchers / 4)
  } limit 1) as number,
           (select total_amount::text from mine group by total_amount order by count(*) desc limit 1) as amount,
           (select (max(voucher_date) - 240)::text from mine) as from, (select (max(voucher_date) - 210)::text from mine) as to
    from busy`;
  const [place] = await admin`
    select voucher_date::text as day, id from billing.vouchers where tenant_id = ${company.id}
    order by voucher_date desc, id desc offset ${Math.round(vouchers / 2) - 1} limit 1`;
  return {
    ...row as unknown as Facts,
    deep: btoa(JSON.stringify([place!.day, place!.id])).replace(/\+/g, "-").replace(/\//g, "_"),
  };
}

async function compare(figure: string, small: Reader, large: Reader, ask: Ask, deep = false): Promise<void> {
  const query = (reader: Reader) => ({ limit: "50", ...ask(reader.facts), ...(deep && { cursor: reader.deep }) });
  const [few, many] = [query(small), query(large)];
  const measured = await pairs(() => small.page(few), () => large.page(many));
  const rows = [await small.page(few), await large.page(many)].map((page) => JSON.parse(page).data.length).join(
    " and ",
  );
  const buffers = [await small.buffers(few), await large.buffers(many)].join(" and ");
  report({
    figure,
    unit: "ms",
    value: median(measured.map(({ b }) => b)),
    floor: median(measured.map(({ a }) => a)),
    against: "ten thousand vouchers",
    goal: { atMost: 1.3 },
    pairs: measured.map(({ a, b }) => b / a),
    note: `${rows} rows, ${buffers} buffers`,
  });
}

async function compareDepth(large: Reader): Promise<void> {
  const measured = await pairs(
    () => large.page({ limit: "50" }),
    () => large.page({ limit: "50", cursor: large.deep }),
  );
  report({
    figure: "list: page 10,000 of a million",
    unit: "ms",
    value: median(measured.map(({ b }) => b)),
    floor: median(measured.map(({ a }) => a)),
    against: "its first page",
    goal: { atMost: 1.3 },
    pairs: measured.map(({ a, b }) => b / a),
  });
}

async function buffersOf(admin: Database, work: () => Promise<unknown>): Promise<number> {
  await work();
  await trackStatements(admin, "top");
  await admin`select pg_stat_statements_reset()`;
  await work();
  const [row] = await admin`
    select sum(shared_blks_hit + shared_blks_read)::int as buffers from pg_stat_statements
    where userid = 'pakka_app'::regrole and query like '%billing.voucher_list%'`;
  await trackStatements(admin, "none");
  return row!.buffers;
}

/** Medians of both in turns, call by call; the first round only warms up. */
async function pairs(a: () => Promise<unknown>, b: () => Promise<unknown>): Promise<{ a: number; b: number }[]> {
  const measured = [];
  for (let round = 0; round <= rounds; round++) {
    const times: [number[], number[]] = [[], []];
    for (let call = 0; call < calls; call++) {
      for (const [at, work] of [a, b].entries()) {
        const began = performance.now();
        await work();
        times[at]!.push(performance.now() - began);
      }
    }
    if (round > 0) measured.push({ a: median(times[0]), b: median(times[1]) });
  }
  return measured;
}
