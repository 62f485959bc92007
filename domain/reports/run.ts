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
export async function runReport(
  ctx: Context,
  report: Report,
  { format = "json", ...asked }: Asked,
  most = mostRows,
): Promise<string> {
  if (!formats.includes(format)) throw refuse("format_not_offered", { format, offered: formats }, "/format");
  const run = async ({ sql }: TenantTransaction) => {
    const call = { report, args: await readArguments(sql, report, asked), most };
    return format === "json" ? await asJson(sql, call) : await asCsv(sql, call);
  };
  if (!report.of) return await withTenant(ctx, run) ?? "null";
  return await mustFind(ctx, report.of.entity, asked[report.of.parameter] ?? "", run);
}

type Arguments = readonly (readonly [name: string, value: string | null])[];

/** One run of a report: its function's arguments, and how many rows it may answer. */
interface Call {
  readonly report: Report;
  readonly args: Arguments;
  readonly most: number;
}

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

async function asJson(sql: TransactionSql, call: Call): Promise<string | null> {
  const cells = Object.entries(call.report.columns).map(([name, kind]) => `'${name}', ${valueOf(name, kind)}`);
  const text = `with r as materialized (${rowsOf(call)})
    select count(*)::int as rows, coalesce(json_agg(json_build_object(${cells.join(", ")})), '[]')::text as list,
      ${sumsOf(call.report)} as sums
    from r`;
  const [row] = await ask<{ rows: number; list: string; sums: string | null }>(sql, text, call);
  if (!row || row.rows > call.most) throw refuse("report_too_long", { limit: call.most });
  const totals = row.sums ?? await totalsFrom(sql, call);
  return totals === null ? null : `{"rows":${row.list},"totals":${totals}}`;
}

async function asCsv(sql: TransactionSql, call: Call): Promise<string | null> {
  const { columns, of } = call.report;
  if (of && await totalsFrom(sql, call) === null) return null;
  const cells = Object.entries(columns).map(([name, kind]) => `(${valueOf(name, kind)})::text as "${name}"`);
  const text = `select ${cells.join(", ")} from (${rowsOf(call)}) as r`;
  const rows = await ask<Record<string, string | null>>(sql, text, call);
  if (rows.length > call.most) throw refuse("report_too_long", { limit: call.most });
  const names = Object.keys(columns);
  return writeCsv(names, rows.map((row) => names.map((name) => row[name] ?? "")));
}

/** Planned anew each time: a report over a day and one over ten years are different work. */
async function ask<Row>(sql: TransactionSql, text: string, { args }: Call): Promise<Row[]> {
  return await sql.unsafe(text, args.map(([, value]) => value), { prepare: false }) as unknown as Row[];
}

/** Names of functions, arguments and columns are those of the list of reports, never a caller's. */
function rowsOf({ report, args, most }: Call): string {
  const named = args.map(([name], i) => `${name} => $${i + 1}`).join(", ");
  return `select * from ${report.rows}(${named}) limit ${most + 1}`;
}

function sumsOf({ totals, columns }: Report): string {
  if ("by" in totals) return totals.from === "rows" ? `${totals.by}((select json_agg(r) from r))::text` : "null::text";
  const sums = totals.map((name) =>
    `'${name}', coalesce(sum(r."${sqlName(name)}"), ${columns[name] === "money" ? "0.00" : "0"})`
  );
  return `json_build_object(${sums.join(", ")})::text`;
}

/** Totals of the report's own function; null where what was asked about is not there. */
async function totalsFrom(sql: TransactionSql, { report, args }: Call): Promise<string | null> {
  if (!("by" in report.totals)) return null;
  return await callJson(sql, report.totals.by, Object.fromEntries(args) as never);
}

function valueOf(name: string, kind: ColumnKind): string {
  const column = `r."${sqlName(name)}"`;
  return kind === "money" ? `round(${column}, 2)` : kind === "number" ? `trim_scale(${column})` : column;
}

const sqlName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
