import { basename, join } from "node:path";
import postgres from "postgres";
import { openDatabase } from "../../db/pool.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { demoCompany, rivalCompany } from "../../routes/demo/companies.ts";
import { freshDatabase, type TestDatabase } from "./database.ts";

const folder = join(import.meta.dirname ?? ".", "..", "..", "sql", "examples");

/** The names of the stories in sql/examples, without their ending. */
export function storyNames(): string[] {
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".sql"));
  return files.map((name) => basename(name, ".sql")).sort();
}

/** A fresh database in which the stories' companies stand. */
export async function storyDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase();
  const admin = openDatabase(database.adminUrl, { max: 1 });
  const clock = fixedClock("2026-04-01T06:30:00Z");
  for (const company of [demoCompany, rivalCompany]) await setUpTenant(admin, company, clock);
  await admin.end();
  return database;
}

/** Tells a story as the application's role: every statement as written, and below it what came of it. */
export async function tellStory(name: string, appUrl: string): Promise<string> {
  const sql = postgres(appUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  const told: string[] = [];
  try {
    for (const statement of statementsOf(await Deno.readTextFile(join(folder, `${name}.sql`)))) {
      const came = await sql.unsafe(statement).raw().then(
        (rows) => table(rows),
        (error) => [`ERROR: ${error.message}`],
      );
      told.push(statement, ...came, "");
    }
  } finally {
    await sql.end();
  }
  return told.join("\n");
}

export async function recorded(name: string): Promise<string> {
  return await Deno.readTextFile(join(folder, `${name}.out`)).catch(() => "");
}

/** Statements end with a semicolon at the end of a line; comments belong to the statement below them. */
function statementsOf(text: string): string[] {
  return text.split(/(?<=;)\n/).map((statement) => statement.trim()).filter((statement) => statement !== "");
}

type Came = { columns: { name: string }[]; command: string; count: number } & Iterable<unknown>;

function table(rows: Came): string[] {
  const columns = rows.columns ?? [];
  if (columns.length === 0) {
    return /^(INSERT|UPDATE|DELETE)/.test(rows.command) ? [`${rows.command} ${rows.count}`] : [];
  }
  const cells = [...rows as Iterable<(Uint8Array | null)[]>].map((row) =>
    row.map((cell) => cell === null ? "" : new TextDecoder().decode(cell))
  );
  const widths = columns.map(({ name }, at) => Math.max(name.length, ...cells.map((row) => (row[at] ?? "").length)));
  const line = (row: readonly string[]) =>
    ` ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")}`.trimEnd();
  const rule = widths.map((width) => "-".repeat(width + 2)).join("+");
  const count = `(${cells.length} ${cells.length === 1 ? "row" : "rows"})`;
  return [line(columns.map(({ name }) => name)), rule, ...cells.map(line), count];
}

/** Tells all stories, or those named; with --record writes what they print beside them. */
if (import.meta.main) {
  const [names, isRecording] = [Deno.args.filter((arg) => !arg.startsWith("--")), Deno.args.includes("--record")];
  for (const name of names.length > 0 ? names : storyNames()) {
    const database = await storyDatabase();
    const told = await tellStory(name, database.appUrl);
    await database.drop();
    if (isRecording) await Deno.writeTextFile(join(folder, `${name}.out`), told);
    else console.log(told);
  }
  Deno.exit(0);
}
