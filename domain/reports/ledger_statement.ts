import { days, ledgerId, type Report } from "./report.ts";

export const ledgerStatement: Report = {
  name: "ledger-statement",
  title: "Ledger statement",
  about:
    "The entries of a ledger with the balance after each (debit positive), from its opening to its closing balance",
  parameters: { ledgerId, ...days },
  rows: "reports.ledger_statement",
  columns: {
    date: "day",
    voucherType: "text",
    number: "text",
    party: "text",
    narration: "text",
    debit: "money",
    credit: "money",
    balance: "money",
    voucherId: "id",
  },
  totals: { from: "arguments", by: "reports.ledger_statement_totals" },
  of: { parameter: "ledgerId", entity: "ledger.ledgers" },
};
