import { z } from "zod";
import { amount, day, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

const group = () => text(40).meta({ description: "code of a ledger group", examples: ["bank_accounts"] });

const openingBalance = z.strictObject({
  debit: amount().optional(),
  credit: amount().optional(),
  date: day().optional().meta({ description: "the first day of this financial year where left out" }),
}).refine((balance) => (balance.debit === undefined) !== (balance.credit === undefined), {
  error: "either debit or credit is wanted",
  path: ["debit"],
  params: { code: "one_side" },
}).meta({ id: "OpeningBalance" });

export const ledgerSchema = z.strictObject({
  name: text(100),
  group: group(),
  code: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/, "a code is like petty_cash").optional().meta({
    description: "a name for programs, that stays; entries may say it",
  }),
  openingBalance: openingBalance.optional().meta({ description: "booked as a journal against Opening Balances" }),
}).meta({ id: "Ledger" });
export type Ledger = z.output<typeof ledgerSchema>;

export const ledgerChangeSchema = z.strictObject({ name: text(100), group: group() }).meta({ id: "LedgerChange" });
export type LedgerChange = z.output<typeof ledgerChangeSchema>;

export const ledgerQuery = z.strictObject({
  ...pageQuery,
  q: text(100).optional().meta({ description: "part of the name" }),
  group: group().optional(),
});
export type LedgerQuery = z.output<typeof ledgerQuery>;

export const ledgerAnswer = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  code: z.string().nullable(),
  group: z.string(),
  groupName: z.string(),
  nature: z.enum(["asset", "liability", "income", "expense"]),
  partyId: z.uuid().nullable(),
  isStandard: z.boolean(),
  createdAt: z.iso.datetime({ offset: true }),
}).meta({ id: "LedgerStored" });
