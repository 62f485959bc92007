import { z } from "zod";
import type { Functions } from "../../db/functions.ts";
import { day, gstin, instant, text } from "../shared/fields.ts";

/** How a column is written: money with two decimals, a number without idle zeros, the rest as it is. */
export type ColumnKind = "text" | "money" | "number" | "count" | "day" | "id";

type FunctionName = keyof Functions & `reports.${string}`;

/** One report: a function of schema reports that answers rows, and how they are told. */
export interface Report {
  /** Last part of its path. */
  readonly name: string;
  readonly title: string;
  readonly about: string;
  /** What it may be asked; each is the argument of the function that its name spells (`asOf` is `p_as_of`). */
  readonly parameters: z.ZodRawShape;
  readonly rows: FunctionName;
  /** Columns as JSON and CSV name them, in order; each is the function's column that its name spells. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** Columns that are added up; or a function that answers the totals, of the same arguments (null: not found) or of the rows. */
  readonly totals: readonly string[] | { readonly from: "arguments" | "rows"; readonly by: FunctionName };
  /** It is what a registration files, so that one under composition has none. */
  readonly isReturn?: boolean;
  /** The parameter that names a row of the company, and the table it is in. */
  readonly of?: { readonly parameter: string; readonly entity: string };
}

const from = day().optional().meta({ description: "first day; the first of the financial year where left out" });
const to = day().optional().meta({ description: "last day; today where left out" });

/** The days of a report that covers some. */
export const days = { from, to };
/** The day at whose end a report stands. */
export const asOf = day().optional().meta({ description: "the day at whose end it stands; today where left out" });
export const registration = gstin().optional().meta({
  description: "one of our registrations; the default one where left out",
});
export const ledgerId = z.uuid().meta({ description: "the ledger; a party's has the party's id" });
export const partyId = z.uuid().optional();
export const voucherType = text(40).optional();
export const atInstant = instant().optional().meta({ description: "as it stood at that instant; now where left out" });

/** The columns of tax, as every report on it tells them. */
export const taxColumns = {
  taxableAmount: "money",
  igstAmount: "money",
  cgstAmount: "money",
  sgstAmount: "money",
  cessAmount: "money",
} as const;
