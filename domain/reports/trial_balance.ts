import { asOf, type Report } from "./report.ts";

export const trialBalance: Report = {
  name: "trial-balance",
  title: "Trial balance",
  about: "What every ledger has come to at the end of a day; debits equal credits",
  parameters: { asOf },
  rows: "reports.trial_balance",
  columns: { ledger: "text", group: "text", debit: "money", credit: "money", ledgerId: "id" },
  totals: ["debit", "credit"],
};
