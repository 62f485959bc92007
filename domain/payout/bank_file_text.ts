import { callRows } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";

/** How a bank wants its file: rows of payout.bank_profiles and payout.bank_profile_columns. */
export interface BankLayout {
  readonly profile: string;
  readonly delimiter: string;
  readonly header: boolean;
  readonly lineEnd: "lf" | "crlf";
  /** Records before and after the lines, with tokens of BankTotals. */
  readonly head: string | null;
  readonly trailer: string | null;
  readonly columns: readonly BankColumn[];
}

export interface BankColumn {
  readonly name: string;
  readonly source: string;
  readonly maxLength: number | null;
  /** Of a fixed width, which is then maxLength. */
  readonly pad: "zeros_before" | "blanks_after" | null;
}

/** What a head or trailer tells of the file, each as SQL writes it. */
export interface BankTotals {
  readonly COUNT: string;
  readonly TOTAL: string;
  readonly DD: string;
  readonly MM: string;
  readonly YYYY: string;
  readonly CLIENT: string;
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
    select p.profile, coalesce(p.delimiter, '') as delimiter, p.header, p.line_end as "lineEnd", p.head, p.trailer, (
      select json_agg(json_build_object('name', c.name, 'source', c.source, 'maxLength', c.max_length, 'pad', c.pad) order by c.position)
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

export async function readTotals(sql: TransactionSql, bankFileId: string): Promise<BankTotals> {
  const [row] = await sql<BankTotals[]>`
    select f.total_invoices::text as "COUNT", f.total_amount::text as "TOTAL", to_char(day, 'DD') as "DD", to_char(day, 'MM') as "MM",
      to_char(day, 'YYYY') as "YYYY", coalesce(s.bank_client_code, '') as "CLIENT"
    from payout.bank_file_log as f
    cross join lateral (select (f.generated_at at time zone 'Asia/Kolkata')::date as day) as d
    left join payout.settings as s on s.tenant_id = f.tenant_id
    where f.tenant_id = (select core.current_tenant()) and f.id = ${bankFileId}`;
  return row!;
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
  totals: BankTotals,
  accountOf: (line: BankLine) => string,
): string {
  const { columns, delimiter, header, lineEnd } = layout;
  const written = lines.map((line, at) => {
    const fields = line.fields.map((field, i) => columns[i]?.source === "account_number" ? accountOf(line) : field);
    const wrong = columns.find(({ maxLength }, i) => !isPlain(fields[i], delimiter, maxLength));
    if (wrong || fields.length !== columns.length) throw new Error(`line ${at + 1} cannot be written: ${wrong?.name}`);
    return fields.map((field, i) => padded(field, columns[i]!)).join(delimiter);
  });
  const names = header ? [columns.map(({ name }) => name).join(delimiter)] : [];
  const [head, trailer] = [layout.head, layout.trailer].map((record) => record ? [filled(record, totals)] : []);
  return [...head!, ...names, ...written, ...trailer!].map((line) => line + ends[lineEnd]).join("");
}

function padded(field: string, { pad, maxLength }: BankColumn): string {
  if (pad === null) return field;
  return pad === "zeros_before" ? field.padStart(maxLength!, "0") : field.padEnd(maxLength!, " ");
}

/** A head or trailer; what does not fit its width is a fault. */
function filled(record: string, totals: BankTotals): string {
  return record.replace(/\{([A-Z]+)(?::(\d+))?\}/g, (_, token: keyof BankTotals, width = "0") => {
    const value = totals[token];
    if (!value || (width !== "0" && value.length > Number(width))) {
      throw new Error(`a bank file's ${token} cannot be written`);
    }
    return value.padStart(Number(width), "0");
  });
}

/** The amounts of a bank file, read back from its text as the bank's machine would; whatever is odd is a fault. */
export function readAmounts(layout: BankLayout, text: string): string[] {
  const { columns, delimiter, header, lineEnd, head, trailer } = layout;
  const end = ends[lineEnd];
  const lines = text.split(end);
  if (lines.pop() !== "" || lines.some((line) => /[\r\n"]/.test(line))) throw new Error("a line ends within a field");
  const at = columns.findIndex(({ source }) => source === "amount");
  return lines.slice((head ? 1 : 0) + (header ? 1 : 0), trailer ? -1 : undefined).map((line) => {
    const fields = delimiter === "" ? slices(line, columns) : line.split(delimiter);
    if (fields.length !== columns.length) throw new Error("a line has another number of fields than the layout");
    return columns[at]!.pad === "zeros_before" ? fields[at]!.replace(/^0+(?=\d)/, "") : fields[at]!.trimEnd();
  });
}

function slices(line: string, columns: readonly BankColumn[]): string[] {
  const widths = columns.map(({ maxLength }) => maxLength!);
  if (line.length !== widths.reduce((sum, width) => sum + width, 0)) throw new Error("a line has another width");
  let from = 0;
  return widths.map((width) => line.slice(from, from += width));
}

function isPlain(field: string | undefined, delimiter: string, maxLength: number | null): boolean {
  return !!field && plain.test(field) && (delimiter === "" || !field.includes(delimiter)) &&
    field.length <= (maxLength ?? field.length);
}
