import { type Database, openDatabase } from "../../db/pool.ts";
import type { Bed } from "./bed.ts";
import { median, progress, report } from "./figures.ts";
import { company, invoice, today } from "./workload.ts";

const rounds = 5;
const calls = 40;
const context = { tenantId: company.id, actorKind: "job" };

/** Five lines of each kind by the API's own call, in turns with the tax invoice: the slowest is told by its figure. */
export async function measureKinds(bed: Bed): Promise<void> {
  const db = openDatabase(bed.appUrl, { max: 1, applicationName: "pakka bench, kinds" });
  try {
    const items = await itemsInStock(bed);
    let kinds = await documentsOf(bed, db, items);
    const times = kinds.map((): number[] => []);
    for (let round = 0; round <= rounds; round++) {
      progress(round === 0 ? "kinds: warming up" : `kinds: round ${round} of ${rounds}`);
      // Notes and receipts of a round share an original, as some share one in life, not those of all rounds.
      kinds = await documentsOf(bed, db, items);
      await bed
        .admin`analyze billing.vouchers, billing.voucher_lines, billing.voucher_links, inventory.stock_levels, inventory.stock_moves`;
      const taken = kinds.map((): number[] => []);
      for (let call = 0; call < calls; call++) {
        for (const [at, [, document]] of kinds.entries()) {
          const began = performance.now();
          await post(db, document);
          taken[at]!.push(performance.now() - began);
        }
      }
      if (round > 0) taken.forEach((of, at) => times[at]!.push(median(of)));
    }
    for (const [at, [kind]] of kinds.entries()) {
      if (at === 0) continue;
      report({
        figure: `the call alone, ${kind}`,
        unit: "ms",
        value: median(times[at]!),
        floor: median(times[0]!),
        against: "a tax invoice of five lines",
        goal: null,
        pairs: times[at]!.map((time, round) => time / times[0]![round]!),
      });
    }
  } finally {
    await db.end({ timeout: 5 });
  }
}

async function post(db: Database, document: unknown): Promise<{ id: string; partyId: string }> {
  const [row] = await db`
    select outcome, answer from billing.post_vouchers(${db.json([{ document }] as never)}, ${db.json(context)}, false)`;
  if (row!.outcome !== "posted") throw new Error(`not posted: ${row!.answer}`);
  return JSON.parse(row!.answer);
}

/** Documents that can be posted again and again: what they stand on has enough for all. */
async function documentsOf({ partyId }: Bed, db: Database, items: string[]): Promise<[string, unknown][]> {
  const sale = invoice(partyId);
  const plenty = await post(db, { ...sale, lines: sale.lines.map((line) => ({ ...line, quantity: 90_000 })) });
  const lines = sale.lines.map((_, at) => ({ originalVoucherId: plenty.id, originalLineNo: at + 1, quantity: 1 }));
  const kept = sale.lines.map((line, at) => ({ ...line, itemId: items[at], quantity: 1 }));
  const receipt = {
    type: "receipt",
    date: today(),
    partyId,
    amount: 1,
    allocations: [{ voucherId: plenty.id, amount: 1 }],
  };
  return [
    ["tax invoice", sale],
    ["credit note on five lines", { type: "credit_note", date: today(), reason: "goods returned", lines }],
    ["tax invoice of goods kept in stock at cost", { ...sale, lines: kept }],
    ["purchase invoice of goods kept in stock at cost", {
      ...sale,
      type: "purchase_invoice",
      supplierInvoiceNumber: "S-1",
      lines: kept,
    }],
    ["delivery challan of goods kept in stock", {
      ...sale,
      type: "delivery_challan",
      purpose: "job_work",
      lines: kept,
    }],
    ["receipt against an invoice", receipt],
  ];
}

/** An item for each line, with stock for ever, and the company's goods booked at cost as they move. */
async function itemsInStock({ admin, partyId }: Bed): Promise<string[]> {
  return await admin.begin(async (sql) => {
    await sql`select core.enter(${sql.json(context)})`;
    await sql`update core.companies set perpetual_inventory = true where tenant_id = ${company.id}`;
    const ids: string[] = [];
    for (const line of invoice(partyId).lines) {
      const item = { name: line.description, hsn: line.hsn, unit: line.unit, rate: line.rate, gstRate: line.gstRate };
      const [made] = await sql`select billing.put_item(null, ${sql.json(item)}) ->> 'id' as id`;
      const stock = { date: today(), quantity: 9_000_000, value: 9_000_000 };
      await sql`select inventory.put_opening_stock(${made!.id}, ${sql.json(stock)})`;
      ids.push(made!.id);
    }
    return ids;
  }) as string[];
}
