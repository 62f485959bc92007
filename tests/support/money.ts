import assert from "node:assert/strict";
import { callRows } from "../../db/call.ts";
import { type Bookkeeper, type Books, buyer, invoice, line, posted, postedTogether, today } from "./books.ts";
import { acting } from "./tenants.ts";

/** What tests of money documents do over and over, on companies of their own. */
export function moneyOf(books: Books) {
  let made = 0;
  const seen = (as: { tenantId: string }) => acting(books.db, as.tenantId, { clock: books.clock });
  return {
    /** A company of a test's own, so that its balances are its own. */
    fresh: () => books.makeBookkeeper(`money${++made}`, { pan: `AAAC${String.fromCharCode(64 + made)}1234M` }),
    post: async (as: Bookkeeper, document: unknown) => (await posted(books, as, document)).body,
    /** `pointer code` of each fault of a document that must be refused. */
    refusal: async (as: Bookkeeper, document: unknown): Promise<string[]> => {
      const [verdict] = await postedTogether(books, as, [document]);
      assert.equal(verdict?.outcome, "refused", JSON.stringify(verdict?.answer));
      return verdict.answer.map((error: { pointer: string; code: string }) => `${error.pointer} ${error.code}`);
    },
    /** What each open invoice still owes, by number. */
    open: async (as: Bookkeeper, asOf: string = today): Promise<Record<string, string>> => {
      const rows = await seen(as)(({ sql }) => callRows(sql, "billing.outstanding", { p_as_of: asOf }));
      return Object.fromEntries(rows.map((row) => [row.number, row.outstanding]));
    },
    /** Debit balance of each ledger that has one, by name. */
    balances: async (as: Bookkeeper): Promise<Record<string, string>> => {
      const rows = await seen(as)(({ sql }) => sql`select ledger, debit - credit as balance from ledger.trial_balance`);
      return Object.fromEntries(rows.map((row) => [row.ledger, row.balance]));
    },
    /** Ids of the ledgers of the standard chart, by code. */
    ledgers: async (as: Bookkeeper): Promise<Record<string, string>> => {
      const rows = await seen(as)(({ sql }) => sql`select code, id from ledger.ledgers where code is not null`);
      return Object.fromEntries(rows.map((row) => [row.code, row.id]));
    },
  };
}

/** Ledger, debit and credit of each entry of a voucher, in order. */
export const entriesOf = (voucher: { ledgerEntries: { ledger: string; debit: number; credit: number }[] }) =>
  voucher.ledgerEntries.map(({ ledger, debit, credit }) => [ledger, debit, credit]);

export const receipt = (more: Record<string, unknown>) => ({ type: "receipt", date: today, party: buyer(), ...more });
export const payment = (more: Record<string, unknown>) => ({ ...receipt(more), type: "payment" });
export const journal = (...entries: unknown[]) => ({ type: "journal", date: today, entries });

export const overseas = {
  name: "Atlantic Trading Inc",
  address: "5 Main Street",
  city: "Boston",
  country: "US",
  registrationType: "overseas",
};

/** An export of 1,000 dollars at 83.50, but for what is said. */
export const abroad = (more: Record<string, unknown> = {}) =>
  invoice({
    type: "export_invoice",
    party: overseas,
    export: { currency: "USD", exchangeRate: 83.5, countryCode: "US" },
    lines: [line({ gstRate: 0 })],
    ...more,
  });

const service = (rate: number) => line({ description: "Consulting", hsn: "998311", unit: "OTH", rate });
/** An advance of 1,18,000 for services, 18,000 of it tax. */
export const advance = (more: Record<string, unknown> = {}) =>
  invoice({ type: "receipt_voucher", lines: [service(100000)], ...more });
/** An invoice of 2,36,000 for services. */
export const served = (more: Record<string, unknown>) => invoice({ lines: [service(200000)], ...more });
