import assert from "node:assert/strict";
import fc from "fast-check";
import { callJson } from "../../db/call.ts";
import { type Bookkeeper, line, openBooks, paise, postedTogether } from "../support/books.ts";
import { type Deed, deeds } from "../support/random_books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
Deno.test.afterAll(books.close);
const runs = Number(Deno.env.get("PAKKA_BOOKS") ?? 12);
let companies = 0;
const act = (as: Bookkeeper) => acting(books.db, as.tenantId, { clock: books.clock, userId: as.userId });

const heads = ["igst", "cgst", "sgst", "cess"] as const;
type Tax = Record<typeof heads[number], bigint>;
const portal = { igst: "iamt", cgst: "camt", sgst: "samt", cess: "csamt" } as const;
const zero = (): Tax => ({ igst: 0n, cgst: 0n, sgst: 0n, cess: 0n });
// deno-lint-ignore no-explicit-any -- the portal's JSON, read key by key
type Json = any;
interface Posted {
  id: string;
  type: string;
  voucher: Json;
}

Deno.test("lines, heads, ledgers, GSTR-1 and HSN summary agree to the paisa, over random books of every outward kind", async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(deeds, async (made) => {
      const company = await books.makeBookkeeper(`random${++companies}`, { luts: ["2026-27"] });
      for (const deed of made) await act1(company, deed, await postedSoFar(company), seen);
      for (
        const [period, from, to] of [["102026", "2026-10-01", "2026-10-31"], ["112026", "2026-11-01", "2026-11-30"]]
      ) {
        await agree(company, period!, from!, to!);
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
  for (const kind of ["credit_note", "debit_note", "refund_voucher", "advance_used", "cancel", "export_invoice"]) {
    assert.ok((seen.get(kind) ?? 0) > 0, `the random books held no ${kind}: ${JSON.stringify([...seen])}`);
  }
  const mine = await act(books.rival)(({ sql }) => callJson(sql, "reports.gstr1_return", { p_period: "112026" }));
  assert.deepEqual(Object.keys(JSON.parse(mine!)), ["gstin", "fp"], "another company has nothing to file");
});

async function postedSoFar(as: Bookkeeper): Promise<Posted[]> {
  const rows = await act(as)(({ sql }) =>
    sql`select id, voucher_type as type, to_jsonb(v) as voucher from billing.vouchers as v where status = 'posted' order by created_at, id`
  );
  return rows as unknown as Posted[];
}

const notable = ["tax_invoice", "retail_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "export_invoice"];

async function act1(as: Bookkeeper, deed: Deed, before: readonly Posted[], seen: Map<string, number>): Promise<void> {
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const among = (types: readonly string[], nth: number) => {
    const some = before.filter(({ type }) => types.includes(type));
    return some.length ? some[nth % some.length] : undefined;
  };
  if (deed.kind === "cancel") {
    const target = before[deed.nth % before.length];
    if (!target) return;
    const gone = await act(as)(({ sql }) =>
      callJson(sql, "billing.cancel_voucher", { p_id: target.id, p_reason: "test" })
    )
      .then(() => true, (error) => assert.match(error.code, /voucher_has_dependants|alive|stock|advance/));
    if (gone) count("cancel");
    return;
  }
  const document = deed.kind === "document" ? deed.document : standing(deed, among);
  if (!document) return;
  const [verdict] = await postedTogether(books, as, [document]);
  if (verdict?.outcome === "posted") count(deed.kind === "on" ? deed.type : String(document.type));
  const harmless = /exceeds|credit_note|left|allocation|advance|recipient_gstin|untaxed|date_before/;
  for (const code of verdict?.codes ?? []) assert.match(code, harmless, JSON.stringify([document, verdict?.answer]));
}

function standing(
  deed: Extract<Deed, { kind: "on" }>,
  among: (types: readonly string[], nth: number) => Posted | undefined,
) {
  const { type, nth, date, part } = deed;
  if (type === "advance_used") {
    const advance = among(["receipt_voucher"], nth);
    const services = [line({ rate: 1000, quantity: 1 + nth, hsn: "998311", unit: "OTH" })];
    return advance && {
      type: "tax_invoice",
      date,
      partyId: advance.voucher.party_id,
      lines: services,
      advances: [{ voucherId: advance.id }],
    };
  }
  const original = among(
    type === "refund_voucher" ? ["receipt_voucher"] : type === "credit_note" ? [...notable, "debit_note"] : notable,
    nth,
  );
  if (!original) return undefined;
  const some = { lines: [{ quantity: part, originalLineNo: 1, ...(type === "debit_note" ? { rate: "10.01" } : {}) }] };
  return {
    type,
    date,
    originalVoucherId: original.id,
    reason: "test",
    ...(type === "credit_note" && part === 1 ? {} : some),
  };
}

/** What lines, documents, ledgers, the return and the HSN summary of a month come to, each read its own way. */
async function agree(as: Bookkeeper, period: string, from: string, to: string): Promise<void> {
  const { text, lines, vouchers, ledgers } = await act(as)(async ({ sql }) => ({
    text: await callJson(sql, "reports.gstr1_return", { p_period: period }) ?? "",
    lines: await sums(sql`
      select coalesce(sum(s.sign * l.taxable_amount), 0) as taxable, coalesce(sum(s.sign * l.igst_amount), 0) as igst, coalesce(sum(s.sign * l.cgst_amount), 0) as cgst,
             coalesce(sum(s.sign * l.sgst_amount), 0) as sgst, coalesce(sum(s.sign * l.cess_amount), 0) as cess
      from billing.vouchers as v join billing.voucher_lines as l on l.voucher_id = v.id
      join (select unnest(${[
      ...notable,
      "debit_note",
    ]}::text[]) as type, 1 as sign union select 'credit_note', -1) as s on s.type = v.voucher_type
      where v.status = 'posted' and v.voucher_date between ${from} and ${to}`),
    vouchers: await sums(sql`
      select coalesce(sum(s.sign * v.taxable_amount), 0) as taxable, coalesce(sum(s.sign * v.igst_amount), 0) as igst, coalesce(sum(s.sign * v.cgst_amount), 0) as cgst,
             coalesce(sum(s.sign * v.sgst_amount), 0) as sgst, coalesce(sum(s.sign * v.cess_amount), 0) as cess
      from billing.vouchers as v
      join (select unnest(${[
      ...notable,
      "debit_note",
    ]}::text[]) as type, 1 as sign union select 'credit_note', -1) as s on s.type = v.voucher_type
      where v.status = 'posted' and v.voucher_date between ${from} and ${to}`),
    ledgers: await sums(sql`
      select coalesce(sum(e.credit - e.debit) filter (where l.code = 'output_igst'), 0) as igst, coalesce(sum(e.credit - e.debit) filter (where l.code = 'output_cgst'), 0) as cgst,
             coalesce(sum(e.credit - e.debit) filter (where l.code = 'output_sgst'), 0) as sgst, coalesce(sum(e.credit - e.debit) filter (where l.code = 'output_cess'), 0) as cess,
             coalesce(sum(e.credit - e.debit) filter (where l.code in ('sales', 'export_sales', 'sales_returns')), 0) as taxable
      from ledger.ledger_entries as e join ledger.ledgers as l on l.id = e.ledger_id
      where e.entry_date between ${from} and ${to}`),
  }));
  const told = readReturn(JSON.parse(text));
  assert.deepEqual(vouchers, lines, "heads are the sums of their lines");
  assert.equal(told.taxable, lines.taxable, "GSTR-1 holds every line's value");
  assert.equal(told.hsnTaxable, lines.taxable, "and so does the HSN summary");
  assert.equal(ledgers.taxable, lines.taxable, "and so do the sales ledgers");
  for (const head of heads) {
    assert.equal(told.charged[head], lines[head], `${head} charged in GSTR-1`);
    assert.equal(told.charged[head] + told.reverse[head], told.hsn[head], `${head} of the HSN summary`);
    assert.equal(told.charged[head] + told.advances[head], ledgers[head], `${head} in the ledger`);
  }
}

async function sums(rows: Promise<readonly unknown[]>): Promise<Tax & { taxable: bigint }> {
  const [row] = await rows as Record<string, string>[];
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, paise(value)])) as never;
}

function readReturn(told: Json) {
  const all = { taxable: 0n, hsnTaxable: 0n, charged: zero(), reverse: zero(), advances: zero(), hsn: zero() };
  const add = (to: Tax, item: Json, sign = 1n) => {
    for (const head of heads) to[head] += sign * paise(item[portal[head]] ?? 0);
  };
  const supply = (item: Json, sign: bigint, isReverse = false) => {
    all.taxable += sign * paise(item.txval);
    add(isReverse ? all.reverse : all.charged, item, sign);
  };
  const document = (one: Json) => {
    const sign = one.ntty === "C" ? -1n : 1n;
    for (const item of one.itms) supply(item.itm_det ?? item, sign, one.rchrg === "Y");
  };
  for (const { inv } of [...told.b2b ?? [], ...told.b2cl ?? [], ...told.exp ?? []]) inv.forEach(document);
  for (const { nt } of told.cdnr ?? []) nt.forEach(document);
  (told.cdnur ?? []).forEach(document);
  for (const row of told.b2cs ?? []) supply(row, 1n);
  for (const row of told.nil?.inv ?? []) all.taxable += paise(row.nil_amt) + paise(row.expt_amt) + paise(row.ngsup_amt);
  for (const { itms } of told.at ?? []) itms.forEach((item: Json) => add(all.advances, item));
  for (const { itms } of told.txpd ?? []) itms.forEach((item: Json) => add(all.advances, item, -1n));
  for (const row of [...told.hsn?.hsn_b2b ?? [], ...told.hsn?.hsn_b2c ?? []]) {
    all.hsnTaxable += paise(row.txval);
    add(all.hsn, row);
  }
  return all;
}
