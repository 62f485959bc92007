import assert from "node:assert/strict";
import fc from "fast-check";
import { callRows } from "../../db/call.ts";
import { invoice, line, openBooks, paise, postedTogether } from "../support/books.ts";
import { abroad, advance, journal, moneyOf, overseas, payment, receipt, served } from "../support/money.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house, rival } = books;
const { open, ledgers } = moneyOf(books);
Deno.test.afterAll(books.close);

interface Step {
  readonly kind: number;
  /** What it stands on, counted from the newest. */
  readonly back: number;
  readonly amount: number;
  readonly rate: number;
}

interface Known {
  readonly id: string;
  readonly type: string;
  readonly totalAmount: number;
}

const inPaise = (amount: number) => Math.round(amount * 100) / 100;
const seen = acting(books.db, house.tenantId, { clock: books.clock });

/** A document of any kind that moves money, standing on earlier ones in amounts that may be too much. */
function documentOf({ kind, back, amount, rate }: Step, made: readonly Known[]): unknown {
  const last = (...types: string[]) => made.filter(({ type }) => types.includes(type)).at(-1 - back);
  const parts = (known: Known | undefined, all = amount) => known && [{ voucherId: known.id, amount: all }];
  const one = line({ rate: amount, quantity: 1 });
  switch (kind) {
    case 0:
      return invoice({ lines: [one] });
    case 1:
      return abroad({
        export: { currency: "USD", exchangeRate: 83.4567, countryCode: "US" },
        lines: [line({ rate: amount, gstRate: 0 })],
      });
    case 2:
      return invoice({ type: "purchase_invoice", lines: [one] });
    case 3:
      return receipt({ amount: inPaise(amount + back), allocations: parts(last("tax_invoice")) });
    case 4: {
      const sale = last("export_invoice");
      const to = { party: overseas, currency: "USD", exchangeRate: rate };
      return receipt({ ...to, amount: inPaise(amount + back), allocations: parts(sale) });
    }
    case 5:
      return payment({ amount, allocations: parts(last("purchase_invoice", "credit_note")) });
    case 6:
      return {
        type: "credit_note",
        date: "2026-11-20",
        originalVoucherId: last("tax_invoice", "export_invoice")?.id,
        lines: [{ quantity: 0.25 }],
      };
    case 7:
      return advance();
    case 8:
      return served({ advances: parts(last("receipt_voucher"), back === 0 ? undefined : amount) });
    case 9:
      return {
        type: "refund_voucher",
        date: "2026-11-20",
        originalVoucherId: last("receipt_voucher")?.id,
        lines: [{ quantity: 0.125 }],
      };
    case 10:
      return {
        type: "purchase_return",
        date: "2026-11-20",
        originalVoucherId: last("purchase_invoice")?.id,
        lines: [{ quantity: 0.5 }],
      };
    default:
      return journal({ ledger: "cash", debit: amount }, { ledger: "capital", credit: amount });
  }
}

/** Cancels a voucher, where nothing stands on it. */
async function cancelled(voucher: Known | undefined): Promise<void> {
  if (!voucher) return;
  const cancel = () =>
    seen(({ sql }) => callRows(sql, "billing.cancel_voucher", { p_id: voucher.id, p_reason: "not wanted" }));
  await cancel().catch((error) => assert.equal(error.code, "voucher_has_dependants"));
}

/** Σ of a party's ledger less what is open and on account, in paise: nothing, for every party. */
async function unexplained(): Promise<Record<string, bigint>> {
  const sums: Record<string, bigint> = {};
  const add = (party: string | null, amount: string | null, sign: bigint) => {
    sums[party ?? ""] = (sums[party ?? ""] ?? 0n) + sign * paise(amount ?? "0");
  };
  await seen(async ({ sql }) => {
    const balances = await sql`
      select l.name, sum(e.debit - e.credit) as balance from ledger.ledger_entries as e
      join ledger.ledgers as l on l.tenant_id = e.tenant_id and l.id = e.ledger_id where l.party_id is not null group by l.name`;
    for (const { name, balance } of balances) add(name, balance, 1n);
    for (const row of await callRows(sql, "billing.outstanding", {})) {
      const sign = row.flow === "outward" ? 1n : -1n;
      assert.ok(paise(row.outstanding ?? "") >= 0n && paise(row.credit ?? "") >= 0n);
      assert.ok(row.currency_outstanding === null || paise(row.currency_outstanding) >= 0n);
      add(row.party_name, row.outstanding, -sign);
      add(row.party_name, row.credit, sign);
    }
    for (const row of await callRows(sql, "billing.on_account", {})) add(row.party_name, row.amount, -1n);
  });
  return sums;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.integer({ min: 0, max: 12 }),
  back: fc.integer({ min: 0, max: 2 }),
  amount: fc.integer({ min: 1, max: 200000 }).map((amount) => amount / 100),
  rate: fc.integer({ min: 700000, max: 900000 }).map((rate) => rate / 10000),
});

Deno.test("any books of money: debits equal credits, nothing owed is below zero, and a party's ledger is what is open and on account", async () => {
  const made: Known[] = [];
  const outcomes = new Map<string, number>();
  await postedTogether(books, rival, [invoice(), receipt({ amount: 5 })]);
  const theirs = await open(rival);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 10 }),
      async (batches) => {
        for (const batch of batches) {
          for (const { back } of batch.filter(({ kind }) => kind === 12)) {
            await cancelled(made.splice(-1 - 3 * back, 1)[0]);
          }
          const documents = batch.filter(({ kind }) => kind < 12).map((one) => documentOf(one, made));
          if (documents.length === 0) continue;
          for (const { outcome, answer, codes } of await postedTogether(books, house, documents)) {
            const key = outcome === "posted" ? answer.type : codes[0] ?? "";
            outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
            if (outcome === "posted") made.push(answer);
          }
        }
        for (const [party, left] of Object.entries(await unexplained())) assert.equal(left, 0n, party);
        const [total] = await seen(({ sql }) => sql`select sum(debit) - sum(credit) as off from ledger.trial_balance`);
        assert.equal(total?.off, "0.00");
      },
    ),
    { numRuns: 15, endOnFailure: true },
  );
  assert.deepEqual(await open(rival), theirs, "the other company's books stand as they stood");
  for (const type of ["receipt", "payment", "credit_note", "receipt_voucher", "refund_voucher", "journal"]) {
    assert.ok(outcomes.get(type), `no ${type} was posted: ${JSON.stringify([...outcomes])}`);
  }
});

Deno.test("what is left of the tax on advances is the tax in what is left of them", async () => {
  const { gst_on_advances: held } = await ledgers(house);
  const [row] = await seen(({ sql }) =>
    sql`select coalesce(sum(e.debit - e.credit), 0) as held,
          (select sum(a.cgst_amount + a.sgst_amount + a.igst_amount + a.cess_amount)
           from billing.left_of_advances(array(select id from billing.vouchers where voucher_type = 'receipt_voucher' and status = 'posted')) as a) as left_over
        from ledger.ledger_entries as e where e.ledger_id = ${held ?? ""}`
  );
  assert.equal(row?.held, row?.left_over);
});
