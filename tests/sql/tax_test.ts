import assert from "node:assert/strict";
import fc from "fast-check";
import postgres from "postgres";
import {
  buyer,
  computed,
  consumer,
  type Document,
  invoice,
  line,
  openBooks,
  paise,
  postedTogether,
} from "../support/books.ts";
import { acting } from "../support/tenants.ts";

const books = await openBooks();
const { house } = books;
Deno.test.afterAll(books.close);

const one = async (document: unknown) => {
  const [verdict] = await computed(books, house, [document]);
  assert.equal(verdict?.outcome, "computed", JSON.stringify(verdict?.answer));
  return verdict!.answer;
};
const withLines = (...lines: Record<string, unknown>[]) => invoice({ lines: lines.map(line) });
const abroad = (...lines: Record<string, unknown>[]) => invoice({ party: buyer("27"), lines: lines.map(line) });

Deno.test("R10.8 items of different rates are taxed each at its own, and summed a rate", async () => {
  const voucher = await one(withLines(
    { rate: 1000, gstRate: 18 },
    { rate: 333.33, gstRate: 5 },
    { rate: 200, gstRate: 18 },
    { rate: 10, gstRate: 0 },
    { rate: 99.99, gstRate: 0.25 },
  ));
  const rows = voucher.taxSummary.map((row: Record<string, number>) => [
    row.gstRate,
    row.taxableAmount,
    row.cgstAmount,
    row.sgstAmount,
    row.igstAmount,
  ]);
  assert.deepEqual(rows, [
    [0, 10, 0, 0, 0],
    [0.25, 99.99, 0.12, 0.12, 0],
    [5, 333.33, 8.33, 8.33, 0],
    [18, 1200, 108, 108, 0],
  ]);
  assert.deepEqual([voucher.taxableAmount, voucher.cgstAmount, voucher.sgstAmount], [1643.32, 116.45, 116.45]);
});

Deno.test("cases with known figures: a thousand at 18, half paise, a discount of all, nothing at all", async () => {
  const cgst = async (rate: number | string, gstRate: number, quantity: number | string = 1, discount = 0) =>
    (await one(withLines({ rate, gstRate, quantity, discount }))).cgstAmount;
  assert.equal(await cgst(100, 18, 1000), 9000);
  assert.equal(await cgst(0.77, 18), 0.07, "0.0693 is 7 paise");
  assert.equal((await one(abroad({ rate: 0.77 }))).igstAmount, 0.14, "0.1386 is 14 paise");
  assert.equal((await one(abroad(...Array(10).fill({ rate: 0.77 })))).igstAmount, 1.4, "each line by itself");
  assert.equal(await cgst("0.50", 5), 0.01, "0.0125 is 1 paisa");
  assert.equal(await cgst("0.20", 5), 0.01, "0.005 is half a paisa and goes up");
  assert.equal(await cgst("1.00", 3), 0.02, "0.015 goes up");
  assert.equal(await cgst("0.19", 5), 0, "0.00475 goes down");
  assert.equal(await cgst(1000, 18, 1, 1000), 0);
  assert.equal(await cgst(1000, 18, 0), 0);
  assert.equal(
    await cgst("33.333", 18, "3.333"),
    10,
    "quantity by rate is 111.0989, to the paisa 111.10, its half of 18 % 9.999",
  );
});

Deno.test("R10.9 the total is rounded to the rupee, half a rupee up, and the difference is booked as round-off", async () => {
  const cases: [number | string, number, number, number, string | null][] = [
    // worth, round-off, total, then debit and credit of the ledger Round Off
    ["100.49", -0.49, 100, 0.49, "debit"],
    ["100.50", 0.5, 101, 0.5, "credit"],
    ["100.51", 0.49, 101, 0.49, "credit"],
    ["100.01", -0.01, 100, 0.01, "debit"],
    ["100.99", 0.01, 101, 0.01, "credit"],
    ["100.00", 0, 100, 0, null],
    ["0.49", -0.49, 0, 0.49, "debit"],
    ["0.50", 0.5, 1, 0.5, "credit"],
  ];
  for (const [rate, roundOff, total, amount, side] of cases) {
    const voucher = await one(withLines({ rate, gstRate: 0 }));
    assert.deepEqual([voucher.roundOff, voucher.totalAmount], [roundOff, total], String(rate));
    const booked = voucher.ledgerEntries.find((entry: { ledger: string }) => entry.ledger === "Round Off");
    assert.deepEqual(booked ? [booked[side ?? ""], side] : [0, null], [amount, side], String(rate));
  }
});

Deno.test("R10.10 a voucher whose total is not taxable value, taxes and round-off cannot be stored", async () => {
  const [verdict] = await postedTogether(books, house, [withLines({ rate: 777.77 })]);
  const admin = postgres(books.database.adminUrl, { max: 1, onnotice: () => {} });
  try {
    const id = verdict?.answer.id;
    for (const column of ["taxable_amount", "cgst_amount", "round_off", "total_amount", "cess_amount"]) {
      const wrong = admin.unsafe(`update billing.vouchers set ${column} = ${column} + 0.01 where id = '${id}'`);
      await assert.rejects(wrong, { code: "23514", constraint_name: "vouchers_total_adds_up" }, column);
    }
    const both = admin`update billing.vouchers set igst_amount = 1, total_amount = total_amount + 1 where id = ${id}`;
    await assert.rejects(both, { code: "23514", constraint_name: "vouchers_tax_follows_supply_type" });
    const rupee =
      admin`update billing.vouchers set round_off = round_off + 1, total_amount = total_amount + 1 where id = ${id}`;
    await assert.rejects(rupee, { code: "23514", constraint_name: "vouchers_round_off_is_below_a_rupee" });
  } finally {
    await admin.end();
  }
});

Deno.test("a document that comes to nothing is a document, with lists that are empty and not missing", async () => {
  const voucher = await one(withLines({ rate: 1000, discount: 1000 }));
  assert.deepEqual([voucher.taxableAmount, voucher.totalAmount, voucher.amountInWords], [0, 0, "Rupees Zero Only"]);
  assert.deepEqual(voucher.ledgerEntries, []);
  const [posted] = await postedTogether(books, house, [withLines({ rate: 1000, discount: 1000 })]);
  assert.equal(posted?.outcome, "posted");
  assert.deepEqual(posted?.answer.ledgerEntries, []);
});

Deno.test("a thousand lines are one document, each numbered and taxed", async () => {
  const lines = Array.from({ length: 1000 }, (_, i) => line({ rate: (i + 1) / 100, gstRate: [0, 5, 18, 40][i % 4] }));
  const [verdict] = await postedTogether(books, house, [invoice({ lines })]);
  assert.equal(verdict?.outcome, "posted");
  assert.deepEqual(verdict?.answer.lines.map((l: { lineNo: number }) => l.lineNo), lines.map((_, i) => i + 1));
  assert.equal(paise(verdict?.answer.taxableAmount), 500500n);
  assertAddsUp(verdict?.answer, invoice({ lines }));
});

Deno.test("the largest amounts are exact, and what is larger is refused by name and not by an accident", async () => {
  const largest = { quantity: "1", rate: "999999999999.99", gstRate: 40 };
  const voucher = await one(invoice({ lines: Array(1000).fill(line(largest)) }));
  assert.equal(voucher.taxableAmount, 999999999999990);
  assertAddsUp(voucher, invoice({ lines: Array(1000).fill(line(largest)) }));
  const codes = async (more: Record<string, unknown>, count = 1, date = "2026-11-20") =>
    (await computed(books, house, [invoice({ date, lines: Array(count).fill(line(more)) })]))[0]?.codes;
  assert.deepEqual(await codes({ quantity: "1.001", rate: "999999999999.999" }), ["amount_too_large"]);
  assert.deepEqual(await codes({ quantity: "9999999999.999", rate: "999999999999.999" }), ["amount_too_large"]);
  assert.deepEqual(await codes({ quantity: "2", rate: "500000000000" }), ["amount_too_large"]);
  assert.deepEqual(
    await codes({ quantity: "900", rate: "999999999999.999" }, 1000),
    Array(1000).fill("amount_too_large"),
  );
  const cess = { hsn: "24022090", gstRate: 28, cessRate: "999.999" };
  const heavy = await codes({ ...cess, quantity: "1", rate: "999999999999.99" }, 1000, "2025-12-01");
  assert.ok(heavy?.includes("amount_too_large"), `${heavy?.slice(0, 3)}`);
  assert.deepEqual(await codes({ ...cess, quantity: "900", rate: "999999999999.99" }, 1, "2025-12-01"), [
    "amount_too_large",
  ]);
});

Deno.test("a tax head is exact at any size: no digit is lost before it is rounded", async () => {
  const [known] = await books.db`select gst.tax_head(999999999500.01, 999.999)::text as head`;
  assert.equal(known?.head, "9999989995000.10", "9999989995000.1049999 is rounded once");
  const rate = fc.constantFrom("0.1", "0.25", "1.5", "7.5", "18", "40", "0.125", "999.999", "3.333");
  const amounts = fc.array(fc.tuple(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), rate), {
    minLength: 50,
    maxLength: 50,
  });
  await fc.assert(
    fc.asyncProperty(amounts, async (cases) => {
      const rows = await books.db`
        select gst.tax_head(amount, rate)::text as head
        from unnest(${cases.map(([p]) => rupees(p))}::numeric[], ${
        cases.map(([, r]) => r)
      }::numeric[]) with ordinality as t(amount, rate, n)
        order by n`;
      rows.forEach(({ head }, i) =>
        assert.equal(paise(head), halfUp(cases[i]![0] * thousandths(cases[i]![1]), 100_000n))
      );
    }),
    { numRuns: 20 },
  );
});

const amount = fc.oneof(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 10_000_000_000 }));
const lineArbitrary = fc.record({
  quantity: fc.integer({ min: 0, max: 5_000_000 }).map((n) => decimal(n, 3)),
  rate: amount.map((n) => decimal(n, 3)),
  share: fc.constantFrom(0, 0, 0, 1, 2, 3),
  gstRate: fc.constantFrom("0", "0.1", "0.25", "1", "1.5", "3", "5", "6", "7.5", "12", "18", "28"),
  cessRate: fc.constantFrom("0", "0", "0", "12", "22.5", "290"),
  taxability: fc.constantFrom("taxable", "taxable", "taxable", "taxable", "exempt", "nil_rated"),
});
const documentArbitrary = fc.record({
  inter: fc.boolean(),
  reverseCharge: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 12 }),
}).map(({ inter, reverseCharge, lines }): Document => {
  // An untaxed line stands beside taxed ones only on an invoice-cum-bill of supply, which is a consumer's.
  const isMixed = lines.some(({ taxability }) => taxability !== "taxable");
  const state = inter ? "27" : "29";
  const home = { address: "12 MG Road", stateCode: state };
  return invoice({
    ...(isMixed && { type: "invoice_cum_bill_of_supply" }),
    date: "2025-09-21",
    party: isMixed ? consumer({ name: `Consumer in ${state}`, ...home }) : buyer(state),
    reverseCharge,
    lines: lines.map(({ share, taxability, gstRate, cessRate, ...rest }) => {
      const gross = halfUp(thousandths(rest.quantity) * thousandths(rest.rate), 10_000n);
      const untaxed = taxability !== "taxable";
      const discount = rupees(gross * BigInt(share) / 3n);
      return line({
        ...rest,
        discount,
        taxability,
        gstRate: untaxed ? "0" : gstRate,
        cessRate: untaxed ? "0" : cessRate,
      });
    }),
  });
});

Deno.test("any document: its figures are those of whole-number arithmetic, lines make heads, heads make the ledger", async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(documentArbitrary, { minLength: 40, maxLength: 40 }), async (documents) => {
      const verdicts = await computed(books, house, documents);
      verdicts.forEach(({ outcome, answer }, i) => {
        assert.equal(outcome, "computed", JSON.stringify(answer));
        assertAddsUp(answer, documents[i]!);
        seen++;
      });
    }),
    { numRuns: 50 },
  );
  assert.ok(seen >= 2000, `${seen} documents`);
});

Deno.test("posted, the same: what is stored are the figures that were answered, for this company alone", async () => {
  const documents = fc.sample(documentArbitrary, { numRuns: 100, seed: 7 });
  const verdicts = await postedTogether(books, house, documents);
  verdicts.forEach(({ answer }, i) => assertAddsUp(answer, documents[i]!));
  const totals = (tenantId: string) =>
    acting(books.db, tenantId)(({ sql }) =>
      sql`select count(distinct voucher_id)::int as vouchers, coalesce(sum(debit), 0)::text as debit, coalesce(sum(credit), 0)::text as credit
          from ledger.ledger_entries where entry_date = '2025-09-21'`
    );
  const [mine] = await totals(house.tenantId);
  assert.equal(mine?.debit, mine?.credit);
  const worth = verdicts.filter(({ answer }) => answer.ledgerEntries.length > 0);
  assert.equal(mine?.vouchers, worth.length);
  assert.deepEqual({ ...(await totals(books.rival.tenantId))[0] }, { vouchers: 0, debit: "0", credit: "0" });
});

/** Recomputes a document in whole numbers, and holds every figure of the answer against it and against the others. */
// deno-lint-ignore no-explicit-any -- a voucher as answered
function assertAddsUp(voucher: any, document: Document): void {
  const inter = voucher.supplyType === "inter_state";
  const sums = { taxableAmount: 0n, cgstAmount: 0n, sgstAmount: 0n, igstAmount: 0n, cessAmount: 0n };
  document.lines.forEach((sent, i) => {
    const gross = halfUp(thousandths(sent.quantity) * thousandths(sent.rate), 10_000n);
    const taxable = gross - paise(String(sent.discount ?? 0));
    const charged = document.reverseCharge || (sent.taxability ?? "taxable") !== "taxable" ? 0n : 1n;
    const [gst, cess] = [thousandths(sent.gstRate), thousandths(sent.cessRate ?? 0)];
    const half = charged * (inter ? 0n : halfUp(taxable * gst, 200_000n));
    const whole = charged * (inter ? halfUp(taxable * gst, 100_000n) : 0n);
    const wanted = {
      taxableAmount: taxable,
      cgstAmount: half,
      sgstAmount: half,
      igstAmount: whole,
      cessAmount: charged * halfUp(taxable * cess, 100_000n),
    };
    const shown = voucher.lines[i];
    for (const [name, value] of Object.entries(wanted)) {
      assert.equal(paise(shown[name]), value, `${name} of line ${i + 1}: ${JSON.stringify(sent)}`);
      sums[name as keyof typeof sums] += value;
    }
    assert.equal(paise(shown.totalAmount), Object.values(wanted).reduce((sum, value) => sum + value));
  });
  for (const [name, value] of Object.entries(sums)) {
    assert.equal(paise(voucher[name]), value, name);
    const summary = voucher.taxSummary.map((row: Record<string, number>) => paise(row[name]!));
    assert.equal(summary.reduce((sum: bigint, part: bigint) => sum + part, 0n), value, `${name} of the tax summary`);
  }
  const exact = Object.values(sums).reduce((sum, value) => sum + value);
  const total = halfUp(exact, 100n) * 100n;
  assert.equal(paise(voucher.totalAmount), total);
  assert.equal(paise(voucher.roundOff), total - exact);
  assertBooked(voucher, { ...sums, roundOff: total - exact, totalAmount: total });
}

// deno-lint-ignore no-explicit-any -- a voucher as answered
function assertBooked(voucher: any, amounts: Record<string, bigint>): void {
  const entries = voucher.ledgerEntries as { ledger: string; debit: number; credit: number }[];
  const balance = (ledger: string) =>
    entries.filter((entry) => entry.ledger === ledger).reduce((sum, e) => sum + paise(e.debit) - paise(e.credit), 0n);
  assert.equal(balance(voucher.party.name), amounts.totalAmount);
  assert.equal(balance("Sales"), -amounts.taxableAmount!);
  assert.equal(balance("Output CGST"), -amounts.cgstAmount!);
  assert.equal(balance("Output SGST/UTGST"), -amounts.sgstAmount!);
  assert.equal(balance("Output IGST"), -amounts.igstAmount!);
  assert.equal(balance("Output Cess"), -amounts.cessAmount!);
  assert.equal(balance("Round Off"), -amounts.roundOff!);
  assert.equal(entries.reduce((sum, e) => sum + paise(e.debit) - paise(e.credit), 0n), 0n);
  for (const { debit, credit } of entries) assert.ok((debit > 0) !== (credit > 0) && debit >= 0 && credit >= 0);
}

/** A decimal of at most three places as whole thousandths. */
function thousandths(value: unknown): bigint {
  const [whole = "", part = ""] = String(value).split(".");
  return BigInt(whole) * 1000n + BigInt(part.padEnd(3, "0"));
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

function decimal(n: number, places: number): string {
  const digits = String(n).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

function rupees(amount: bigint): string {
  const digits = String(amount).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
