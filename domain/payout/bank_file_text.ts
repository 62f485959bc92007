import { callRows } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";

/** How a bank wants its file: rows of payout.bank_profiles and payout.bank_profile_columns. */
export interface BankLayout {
  readonly profile: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly lineEnd: "lf" | "crlf";
  readonly columns: readonly { name: string; source: string; maxLength: number | null }[];
}

/** A line as SQL writes it; the field of the account's number is still empty. */
export interface BankLine {
  readonly fields: readonly string[];
  readonly maskedAccount: string;
  readonly accountId: string;
}

/** Nothing else is ever written: no quote, no line end, nothing a spreadsheet computes; not the delimiter either. */
const plain = /^(?!-)[A-Za-z0-9 .,/&()'_-]*$/;
const ends = { lf: "\n", crlf: "\r\n" } as const;

export async function readLayout(sql: TransactionSql, profile: string): Promise<BankLayout> {
  const [row] = await sql<BankLayout[]>`
    select p.profile, p.delimiter, p.header, p.line_end as "lineEnd", (
      select json_agg(json_build_object('name', c.name, 'source', c.source, 'maxLength', c.max_length) order by c.position)
      from payout.bank_profile_columns as c where c.profile = p.profile and c.direction = 'out') as columns
    from payout.bank_profiles as p where p.profile = ${profile}`;
  if (!row) throw new Error(`no layout ${profile}`);
  return row;
}

/** The lines of a bank file, in their order. */
export async function readLines(sql: TransactionSql, bankFileId: string): Promise<BankLine[]> {
  const rows = await callRows(sql, "payout.bank_file_lines", { p_bank_file_id: bankFileId });
  return rows.map(({ fields, masked_account: maskedAccount, account_id: accountId }) => ({
    fields: fields!,
    maskedAccount: maskedAccount!,
    accountId: accountId!,
  }));
}

/** How long an account number the layout takes. */
export function accountLength({ columns }: BankLayout): number {
  return Math.min(
    34,
    ...columns.flatMap(({ source, maxLength }) => source === "account_number" ? maxLength ?? 34 : 34),
  );
}

/**
 * The text of a bank file: fields as they are, never quoted. A field that could be taken for more than itself, or is longer
 * than the bank reads, is a fault and no file is written.
 */
export function writeBankFile(
  layout: BankLayout,
  lines: readonly BankLine[],
  accountOf: (line: BankLine) => string,
): string {
  const { columns, delimiter, header, lineEnd } = layout;
  const written = lines.map((line, at) => {
    const fields = line.fields.map((field, i) => columns[i]?.source === "account_number" ? accountOf(line) : field);
    const wrong = columns.find(({ maxLength }, i) => !isPlain(fields[i], delimiter, maxLength));
    if (wrong || fields.length !== columns.length) throw new Error(`line ${at + 1} cannot be written: ${wrong?.name}`);
    return fields.join(delimiter);
  });
  const all = header ? [columns.map(({ name }) => name).join(delimiter), ...written] : written;
  return all.map((line) => line + ends[lineEnd]).join("");
}

/** The amounts of a bank file, read back from its text as the bank's machine would; whatever is odd is a fault. */
export function readAmounts({ columns, delimiter, header, lineEnd }: BankLayout, text: string): string[] {
  const end = ends[lineEnd];
  const lines = text.split(end);
  if (lines.pop() !== "" || lines.some((line) => /[\r\n"]/.test(line))) throw new Error("a line ends within a field");
  const at = columns.findIndex(({ source }) => source === "amount");
  return lines.slice(header ? 1 : 0).map((line) => {
    const fields = line.split(delimiter);
    if (fields.length !== columns.length) throw new Error("a line has another number of fields than the layout");
    return fields[at]!;
  });
}

function isPlain(field: string | undefined, delimiter: string, maxLength: number | null): boolean {
  return !!field && plain.test(field) && !field.includes(delimiter) && field.length <= (maxLength ?? field.length);
}
