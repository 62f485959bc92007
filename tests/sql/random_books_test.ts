import assert from "node:assert/strict";
import { send } from "../support/app.ts";
import { type Bookkeeper, buyer, consumer, line, openBooks, postedTogether, type Verdict } from "../support/books.ts";
import { acting } from "../support/tenants.ts";

/**
 * Random books of every kind, two companies side by side, with batches, notes, conversions, settlements and cancellations
 * in any order: whatever was posted or refused, the promises about the books hold.
 */

const books = await openBooks();
Deno.test.afterAll(books.close);
const about = { turnover: 40_000_000, luts: ["2026-27", "2025-26"] };
const companies = [
  await books.makeBookkeeper("first", { ...about, pan: "AAACF1111F" }),
  await books.makeBookkeeper("second", { ...about, pan: "AAACS2222S" }),
];

/** A generator of the numbers of one seed (mulberry32), so that a failure can be told again. */
function dice(seed: number) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (n: number) => Math.floor(next() * n),
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}
type Dice = ReturnType<typeof dice>;

interface World {
  readonly company: Bookkeeper;
  readonly items: readonly string[];
  readonly posted: { id: string; type: string }[];
}

const sales = ["tax_invoice", "retail_invoice", "bill_of_supply", "invoice_cum_bill_of_supply", "export_invoice"];
const may: Record<string, readonly string[]> = {
  credit_note: [...sales, "debit_note"],
  debit_note: sales,
  purchase_return: ["purchase_invoice", "self_invoice"],
  refund_voucher: ["receipt_voucher"],
};
const kinds = [
  ...[
    "purchase_invoice",
    "purchase_invoice",
    "tax_invoice",
    "tax_invoice",
    "retail_invoice",
    "bill_of_supply",
    "export_invoice",
  ],
  ...[
    "invoice_cum_bill_of_supply",
    "delivery_challan",
    "proforma_invoice",
    "self_invoice",
    "receipt_voucher",
    "payment_voucher",
  ],
  ...[
    "credit_note",
    "credit_note",
    "debit_note",
    "purchase_return",
    "refund_voucher",
    "receipt",
    "payment",
    "journal",
    "contra",
  ],
];

const day = (d: Dice) => d.one(["2026-11-20", "2026-11-19", "2026-10-31", "2026-04-01", "2026-03-31"]);
const paise = (d: Dice, most: number) => `${d.below(most)}.${String(d.below(100)).padStart(2, "0")}`;

function goods(d: Dice, { items }: World) {
  const item = d.below(2) ? { itemId: d.one(items) } : {};
  return line({
    ...item,
    quantity: `${1 + d.below(9)}.${d.below(2) * 5}`,
    rate: paise(d, 900),
    gstRate: d.one([5, 18, 18, 40]),
    hsn: "740811",
  });
}
const service = (d: Dice) =>
  line({ description: "Advice", hsn: "998311", unit: "OTH", rate: paise(d, 9000), gstRate: 18 });
const exempt = (d: Dice) =>
  line({
    description: "Milk",
    hsn: "040120",
    rate: paise(d, 500),
    gstRate: 0,
    taxability: d.one(["exempt", "nil_rated", "non_gst"]),
  });

function several<T>(d: Dice, make: (d: Dice) => T): T[] {
  return Array.from({ length: 1 + d.below(3) }, () => make(d));
}

/** A document of a kind, sound in its form; whether it is posted is the database's to say. */
function document(d: Dice, world: World): Record<string, unknown> | null {
  const type = d.one(kinds);
  const base = { type, date: day(d) };
  const party = d.one([
    buyer("29"),
    buyer("27"),
    consumer({ name: "Consumer", address: "1 Road", stateCode: d.one(["29", "27"]) }),
  ]);
  const some = (of: readonly string[]) => world.posted.filter((one) => of.includes(one.type));
  if (may[type]) {
    const originals = some(may[type]);
    if (originals.length === 0) return null;
    const part = [{
      originalLineNo: 1,
      quantity: d.one(["0.5", "1", "2"]),
      ...(d.below(3) ? {} : { rate: paise(d, 300) }),
    }];
    return {
      ...base,
      date: "2026-11-20",
      originalVoucherId: d.one(originals).id,
      goodsReturned: type === "refund_voucher" ? undefined : d.below(4) > 0,
      lines: d.below(3) ? part : undefined,
    };
  }
  const amount = paise(d, 5000);
  switch (type) {
    case "journal":
    case "contra":
      return {
        ...base,
        entries: [{ ledger: "Cash", debit: amount }, {
          ledger: type === "contra" ? "Bank" : "Capital",
          credit: amount,
        }],
      };
    case "receipt":
    case "payment": {
      const open = some(type === "receipt" ? sales : ["purchase_invoice", "self_invoice"]);
      const settled = d.below(2) && open.length > 0 ? { allocations: [{ voucherId: d.one(open).id, amount }] } : {};
      return { ...base, date: "2026-11-20", party: d.one([buyer("29"), buyer("27")]), amount, ...settled };
    }
    case "bill_of_supply":
      return { ...base, party, lines: several(d, exempt) };
    case "invoice_cum_bill_of_supply":
    case "self_invoice":
      return {
        ...base,
        party: consumer({ name: "Consumer", address: "1 Road", stateCode: "29" }),
        lines: type === "self_invoice" ? several(d, service) : [goods(d, world), exempt(d)],
      };
    case "export_invoice": {
      const dollars = d.below(2) ? { currency: "USD", exchangeRate: "83.57" } : {};
      return {
        ...base,
        party: { name: "Overseas Inc", address: "1 Street", registrationType: "overseas" },
        export: { ...dollars, withLut: d.below(2) === 1 },
        lines: several(d, (d) => goods(d, world)),
      };
    }
    case "receipt_voucher":
    case "payment_voucher":
      return { ...base, party: buyer(d.one(["29", "27"])), lines: several(d, service) };
    case "delivery_challan":
      return { ...base, purpose: "job_work", party, lines: several(d, (d) => goods(d, world)) };
    case "purchase_invoice":
      return {
        ...base,
        party: buyer(d.one(["29", "27"]), { name: "Supplier" }),
        reverseCharge: d.below(5) === 0,
        lines: several(d, (d) => goods(d, world)),
      };
    default:
      return {
        ...base,
        party,
        reverseCharge: type === "tax_invoice" && d.below(6) === 0,
        lines: several(d, (d) => goods(d, world)),
      };
  }
}

async function newWorld(company: Bookkeeper): Promise<World> {
  const ask = (what: string, body?: unknown) => send(books.app, what, { token: company.token, body });
  const { body: { updatedAt: _, lockedUntil: __, ...set } } = await ask("GET /api/company");
  assert.equal((await ask("PUT /api/company", { ...set, perpetualInventory: true })).status, 200);
  const items = [];
  for (const name of ["Wire", "Sheet", "Rod"]) {
    const { body } = await ask("POST /api/items", { name, hsn: "740811", unit: "KGS", gstRate: 18, rate: 100 });
    items.push(body.id);
  }
  return { company, items, posted: [] };
}

const seen = { posted: 0, refused: new Map<string, number>(), kinds: new Set<string>(), cancelled: 0, converted: 0 };

async function oneStep(d: Dice, world: World): Promise<void> {
  const ask = (what: string, body?: unknown) => send(books.app, what, { token: world.company.token, body });
  const move = d.below(8);
  if (move === 0 && world.posted.length > 0) {
    const { status, body } = await ask(`POST /api/vouchers/${d.one(world.posted).id}/cancel`, {
      reason: "Entered twice",
    });
    assert.ok(status === 200 || status === 409, JSON.stringify(body));
    seen.cancelled += status === 200 ? 1 : 0;
    return;
  }
  const open = world.posted.filter(({ type }) => type === "proforma_invoice" || type === "delivery_challan");
  if (move === 1 && open.length > 0) {
    const { status, body } = await ask(`POST /api/vouchers/${d.one(open).id}/convert`, { date: "2026-11-20" });
    assert.ok(status < 500, JSON.stringify(body));
    if (status === 201) world.posted.push({ id: body.id, type: body.type });
    seen.converted += status === 201 ? 1 : 0;
    return;
  }
  const documents = Array.from({ length: 1 + d.below(6) }, () => document(d, world)).filter((one) => one !== null);
  if (documents.length === 0) return;
  const verdicts = await postedTogether(books, world.company, JSON.parse(JSON.stringify(documents)));
  verdicts.forEach((verdict, i) => note(world, documents[i]?.type as string, verdict));
}

function note(world: World, type: string, { outcome, answer, codes }: Verdict): void {
  if (outcome === "posted") {
    seen.posted++;
    seen.kinds.add(type);
    world.posted.push({ id: answer.id, type });
    return;
  }
  for (const code of codes) seen.refused.set(code, (seen.refused.get(code) ?? 0) + 1);
}

Deno.test("random books of every kind keep every promise, after each hundred documents", async () => {
  for (const seed of [1, 2, 3]) {
    const d = dice(seed);
    for (const company of companies) {
      if (seed === 1) worlds.push(await newWorld(company));
    }
    for (let step = 0; step < 120; step++) await oneStep(d, d.one(worlds));
    for (const world of worlds) await promises(world.company, `seed ${seed}`);
  }
  assert.ok(seen.posted > 500 && seen.cancelled > 15 && seen.converted > 10, JSON.stringify([...seen.refused, seen]));
  assert.deepEqual([...new Set(kinds)].filter((kind) => !seen.kinds.has(kind)), []);
  for (const code of ["exceeds_original", "stock_insufficient", "original_is_cancelled"]) {
    assert.ok(seen.refused.has(code), code);
  }
});
const worlds: World[] = [];

/** Each must find nothing. */
const broken: Record<string, string> = {
  "debits are not credits":
    `select sum(debit) - sum(credit) as by from ledger.ledger_entries having sum(debit) <> sum(credit)`,
  "a voucher does not balance":
    `select voucher_id from ledger.ledger_entries group by voucher_id having sum(debit) <> sum(credit)`,
  "a cancelled voucher has come to something": `
    select v.number, e.ledger_id from billing.vouchers as v join ledger.ledger_entries as e on e.tenant_id = v.tenant_id and e.voucher_id = v.id
    where v.status = 'cancelled' group by v.number, e.ledger_id having sum(e.debit) <> sum(e.credit)`,
  "a cancelled voucher has moved goods": `
    select v.number, m.item_id from billing.vouchers as v join inventory.stock_moves as m on m.tenant_id = v.tenant_id and m.voucher_id = v.id
    where v.status = 'cancelled' group by v.number, m.item_id, m.godown_id, m.on_challan having sum(m.quantity) <> 0 or sum(m.value) <> 0`,
  "more was taken back of a line than it had": `
    select o.number, l.* from billing.vouchers as o cross join lateral billing.left_of_lines(array[o.id]) as l
    where l.quantity < 0 or o.voucher_type not in ('delivery_challan', 'proforma_invoice')
      and least(l.taxable_amount, l.cgst_amount, l.sgst_amount, l.igst_amount, l.cess_amount) < 0`,
  "there is less than nothing in a godown":
    `select * from inventory.stock_levels where quantity < 0 or value < 0 or on_challan_quantity < 0`,
  "the levels are not what moved": `
    select item_id, godown_id from inventory.stock_levels as s
    where row(quantity, value)::text <> (select row(sum(m.quantity), sum(m.value))::text from inventory.stock_moves as m
      where m.tenant_id = s.tenant_id and m.item_id = s.item_id and m.godown_id = s.godown_id and not m.on_challan)`,
  "stock in the books is not stock in the godowns": `
    select booked.value, kept.value from
      (select coalesce(sum(e.debit - e.credit), 0) as value from ledger.ledger_entries as e
       join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id and l.code = 'stock_in_hand') as booked,
      (select coalesce(sum(value + on_challan_value), 0) as value from inventory.stock_levels) as kept
    where booked.value <> kept.value`,
  "a number is missing or was given twice": `
    select series_id, period from billing.numbering_history group by series_id, period
    having count(*) <> max(sequence) - min(sequence) + 1 or count(*) <> count(distinct sequence)`,
  "output tax in the books is not the tax of the documents": `
    select booked.head, booked.amount, told.amount from (
      select l.code as head, sum(e.credit - e.debit) as amount from ledger.ledger_entries as e
      join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id and l.code in ('output_cgst', 'output_sgst', 'output_igst')
      group by l.code) as booked
    join (
      select 'output_' || h.head as head, sum(h.amount * case v.voucher_type when 'credit_note' then -1 when 'refund_voucher' then -1 else 1 end) as amount
      from billing.vouchers as v
      join billing.voucher_kinds as k on k.voucher_type = v.voucher_type and k.flow = 'outward' and k.voucher_type <> 'proforma_invoice'
      cross join lateral (values ('cgst', v.cgst_amount), ('sgst', v.sgst_amount), ('igst', v.igst_amount)) as h(head, amount)
      where v.status = 'posted' group by h.head) as told using (head)
    where booked.amount <> told.amount`,
  "more was settled than was owed": `select * from billing.outstanding() where outstanding < 0`,
  "lines do not make their voucher": `
    select v.number from billing.vouchers as v join billing.voucher_lines as l on l.tenant_id = v.tenant_id and l.voucher_id = v.id
    group by v.number, v.taxable_amount, v.cgst_amount, v.sgst_amount, v.igst_amount
    having sum(l.taxable_amount) <> v.taxable_amount or sum(l.cgst_amount) <> v.cgst_amount
      or sum(l.sgst_amount) <> v.sgst_amount or sum(l.igst_amount) <> v.igst_amount`,
};

async function promises(company: Bookkeeper, when: string): Promise<void> {
  const found = await acting(books.db, company.tenantId, { clock: books.clock })(async ({ sql }) => {
    const rows = [];
    for (const [fault, query] of Object.entries(broken)) rows.push([fault, [...await sql.unsafe(query)]] as const);
    return rows;
  });
  for (const [fault, rows] of found) assert.deepEqual(rows, [], `${when}: ${fault}`);
}
