import { type Connection, lockShape, type Transaction, withConnection } from "./connection.ts";
import { inFile, repositorySql, ToolError } from "./files.ts";
import { type LogicFile, readLogic } from "./logic_files.ts";
import { dropLogic, validateFunctions } from "./logic_objects.ts";
import { runTool, withTarget } from "./target.ts";

export interface LogicOutcome {
  applied: number;
  /** True where everything was dropped and laid again, because something could not be replaced in place. */
  rebuilt: boolean;
}

/**
 * Brings the database's functions, views, triggers, types, policies and grants to what sql/logic says, in the caller's
 * transaction. Unchanged files are skipped by checksum. What cannot be replaced in place (a return type, a view's column,
 * a file that left) is done by dropping all logic and applying every file again.
 */
export async function applyLogic(sql: Transaction, sqlDir: string): Promise<LogicOutcome> {
  const files = await readLogic(sqlDir);
  const rows = await sql`select path, checksum from migrations.logic_files`;
  const known = new Map(rows.map((row) => [row.path, row.checksum]));
  const changed = files.filter((file) => known.get(file.path) !== file.checksum);
  const gone = [...known.keys()].some((path) => !files.some((file) => file.path === path));
  if (changed.length === 0 && !gone) return { applied: 0, rebuilt: false };

  await sql.unsafe("set local check_function_bodies = off; set local search_path = ''");
  // Rights on "all functions" are rights on those that are there: a new one waits for its grants to be said again.
  const due = files.filter((file) => changed.includes(file) || file.kind === "grants");
  const inPlace = !gone && await replaceInPlace(sql, due);
  if (!inPlace) {
    await forgetLogic(sql);
    await applyAll(sql, files);
  }
  await validateFunctions(sql);
  await remember(sql, files);
  return { applied: inPlace ? changed.length : files.length, rebuilt: !inPlace && known.size > 0 };
}

/** Drops all logic and its bookkeeping, so that the next applyLogic lays all of it. */
export async function forgetLogic(sql: Transaction): Promise<void> {
  const rows = await sql`delete from migrations.logic_files returning path`;
  await dropLogic(sql, rows.map((row) => row.path));
}

/** False, with nothing changed, where it takes a drop. Whether a failure is one the drop cures, the second try shows. */
async function replaceInPlace(sql: Transaction, changed: LogicFile[]): Promise<boolean> {
  if (changed.some((file) => file.kind === "types")) return false; // there is no "create or replace type"
  return await sql.savepoint((inner) => applyAll(inner, changed)).then(() => true, () => false);
}

/** What things are made of comes first, whole; rules and rights over them after. */
async function applyAll(sql: Transaction, files: LogicFile[]): Promise<void> {
  const isMaterial = (file: LogicFile) => ["types", "functions", "views"].includes(file.kind);
  await applyInPasses(sql, files.filter(isMaterial));
  await applyInPasses(sql, files.filter((file) => !isMaterial(file)));
  // A changed parameter list makes a second function beside the first.
  const overload = await findOverload(sql, files);
  if (overload) throw new ToolError(`${overload} exists with two parameter lists; one name is one function`);
}

/**
 * Applies the files in order. One that needs what a later file makes is tried again in the next pass, so views may
 * stand on views and functions on functions; a pass without progress ends it with its first failure.
 */
async function applyInPasses(sql: Transaction, files: LogicFile[]): Promise<void> {
  let waiting = files;
  while (waiting.length > 0) {
    const failed: { file: LogicFile; error: unknown }[] = [];
    for (const file of waiting) {
      await sql.savepoint((inner) => inner.unsafe(file.text)).catch((error) => failed.push({ file, error }));
    }
    const [first] = failed;
    if (first && failed.length === waiting.length) throw inFile(first.file, first.error);
    waiting = failed.map(({ file }) => file);
  }
}

async function findOverload(sql: Connection, files: LogicFile[]): Promise<string | undefined> {
  const names = files.filter((file) => file.kind === "functions").map((file) => `${file.schema}.${file.name}`);
  const [row] = await sql`
    select n.nspname || '.' || p.proname as name
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname = any(${names}) group by 1 having count(*) > 1 order by 1 limit 1`;
  return row?.name;
}

async function remember(sql: Connection, files: LogicFile[]): Promise<void> {
  const rows = files.map(({ path, checksum }) => ({ path, checksum }));
  await sql`delete from migrations.logic_files`;
  if (rows.length > 0) await sql`insert into migrations.logic_files ${sql(rows)}`;
}

/** Only the logic, on a database whose migrations are in force already. */
async function onlyLogic(): Promise<void> {
  await withTarget(({ adminUrl }) =>
    withConnection(adminUrl, async (sql) => {
      await lockShape(sql, console.error);
      const [kept] = await sql`select to_regclass('migrations.logic_files') as books`;
      if (!kept?.books) throw new ToolError("this database was never migrated: run `deno task db:migrate` first");
      const outcome = await sql.begin((tx) => applyLogic(tx, repositorySql)) as LogicOutcome;
      console.error(`${outcome.applied} files of logic applied${outcome.rebuilt ? ", everything laid again" : ""}`);
    }, { asOwner: true })
  );
}

if (import.meta.main) await runTool(onlyLogic);
