import { callJson, callOne } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { writeCsv } from "./csv.ts";
import { refuse } from "./refusals.ts";
import type { ColumnKind, Report } from "./report.ts";

/** Rows of one answer: what a person can still scroll and one request may hold in memory. */
export const mostRows = 100_000;

export const formats: readonly string[] = ["json", "csv"];

/** What a report was asked: its own parameters, and the format. */
export type Asked = Readonly<Record<string, string | undefined>>;

/**
 * Runs a report: `{"rows":[…],"totals":{…}}` as JSON text that SQL wrote, or its rows as CSV.
 * Refuses: format_not_offered, report_too_long, report_days_reversed, and what the report itself refuses.
 */
export async function runReport(ctx: Context, report: Report, { format = "json", ...asked }: Asked): Promise<string> {
  if (!formats.includes(format)) throw refuse("format_not_offered", { format, offered: formats }, "/format");
  const run = async ({ sql }: TenantTransaction) => {
    const args = await readArguments(sql, report, asked);
    return format === "json" ? await asJson(sql, report, args) : await asCsv(sql, report, args);
  };
  if (!report.of) return await withTenant(ctx, run) ?? "null";
  return await mustFind(ctx, report.of.entity, asked[report.of.parameter] ?? "", run);
}

type Arguments = readonly (readonly [name: string, value: string | null])[];

/** The arguments of the report's function, with the days and the registration that were left unsaid. */
async function readArguments(sql: TransactionSql, report: Report, asked: Asked): Promise<Arguments> {
  const days = await callOne(sql, "reports.days_asked", {
    p_from: asked.from ?? null,
    p_to: asked.asOf ?? asked.to ?? null,
  });
  const given: Record<string, string | null | undefined> = { ...asked, from: days?.first_day, to: days?.last_day };
  given.asOf = given.to;
  if ("gstin" in report.parameters) given.gstin = await readRegistration(sql, report, asked.gstin);
  return Object.keys(report.parameters).map((name) => [`p_${sqlName(name)}`, given[name] ?? null] as const);
}

async function readRegistration(sql: TransactionSql, { isReturn = false }: Report, gstin: string | undefined) {
  return await callJson(sql, "reports.registration", { p_gstin: gstin ?? null, p_for_return: isReturn });
}

async function asJson(sql: TransactionSql, report: Report, args: Arguments): Promise<string | null> {
  const columns = Object.entries(report.columns);
  const cells = columns.map(([name, kind]) => `'${name}', ${valueOf(name, kind)}`).join(", ");
  const [row] = await ask<{ rows: number; list: string; sums: string | null }>(
    sql,
    `with r as materialized (${callOf(report, args)})
     select count(*)::int as rows, coalesce(json_agg(json_build_object(${cells})), '[]')::text as list,
       ${sumsOf(report)} as sums
     from r`,
    args,
  );
  if (!row || row.rows > mostRows) throw tooLong();
  const totals = row.sums ?? await totalsFrom(sql, report, args);
  return totals === null ? null : `{"rows":${row.list},"totals":${totals}}`;
}

async function asCsv(sql: TransactionSql, report: Report, args: Arguments): Promise<string | null> {
  if (await totalsFrom(sql, report, args) === null) return null;
  const columns = Object.entries(report.columns);
  const cells = columns.map(([name, kind]) => `(${valueOf(name, kind)})::text as "${name}"`).join(", ");
  const rows = await ask<Record<string, string | null>>(
    sql,
    `select ${cells} from (${callOf(report, args)}) as r`,
    args,
  );
  if (rows.length > mostRows) throw tooLong();
  return writeCsv(Object.keys(report.columns), rows.map((row) => columns.map(([name]) => row[name] ?? "")));
}

/** Planned anew each time: a report over a day and one over ten years are different work. */
async function ask<Row>(sql: TransactionSql, text: string, args: Arguments): Promise<Row[]> {
  return await sql.unsafe(text, args.map(([, value]) => value), { prepare: false }) as unknown as Row[];
}

/** Names of functions, arguments and columns are those of the list of reports, never a caller's. */
function callOf({ rows }: Report, args: Arguments): string {
  const named = args.map(([name], i) => `${name} => $${i + 1}`).join(", ");
  return `select * from ${rows}(${named}) limit ${mostRows + 1}`;
}

function sumsOf({ totals, columns }: Report): string {
  if (typeof totals === "string") return "null::text";
  const sums = totals.map((name) =>
    `'${name}', coalesce(sum(r."${sqlName(name)}"), ${columns[name] === "money" ? "0.00" : "0"})`
  );
  return `json_build_object(${sums.join(", ")})::text`;
}

/** Totals of the report's own function; null where what was asked about is not there, "" where SQL adds columns up. */
async function totalsFrom(sql: TransactionSql, { totals }: Report, args: Arguments): Promise<string | null> {
  if (typeof totals !== "string") return "";
  return await callJson(sql, totals, Object.fromEntries(args) as never);
}

function valueOf(name: string, kind: ColumnKind): string {
  const column = `r."${sqlName(name)}"`;
  return kind === "money" ? `round(${column}, 2)` : kind === "number" ? `trim_scale(${column})` : column;
}

const sqlName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const tooLong = () => refuse("report_too_long", { limit: mostRows });
