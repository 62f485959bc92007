import { days, type Report, voucherType } from "./report.ts";

export const dayBook: Report = {
  name: "day-book",
  title: "Day book",
  about: "The journal as it was written, an entry a row; of one kind of voucher where asked",
  parameters: { ...days, voucherType },
  rows: "reports.day_book",
  columns: {
    date: "day",
    voucherType: "text",
    number: "text",
    party: "text",
    ledger: "text",
    debit: "money",
    credit: "money",
    narration: "text",
    status: "text",
    voucherId: "id",
  },
  totals: ["debit", "credit"],
};
