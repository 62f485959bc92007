import { type Connection, lockShape, withConnection } from "./connection.ts";
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
export async function applyLogic(sql: Connection, sqlDir: string): Promise<LogicOutcome> {
  const files = await readLogic(sqlDir);
  const rows = await sql`select path, checksum from migrations.logic_files`;
  const known = new Map(rows.map((row) => [row.path, row.checksum]));
  const changed = files.filter((file) => known.get(file.path) !== file.checksum);
  const gone = [...known.keys()].some((path) => !files.some((file) => file.path === path));
  if (changed.length === 0 && !gone) return { applied: 0, rebuilt: false };

  await sql.unsafe("set local check_function_bodies = off; set local search_path = ''; savepoint logic");
  const inPlace = !gone && await replaceInPlace(sql, changed);
  if (!inPlace) {
    await sql.unsafe("rollback to savepoint logic");
    await dropLogic(sql, [...known.keys()]);
    const failure = await applyAll(sql, files);
    if (failure) throw failure;
    await refuseOverloads(sql, files);
  }
  await validateFunctions(sql);
  await remember(sql, files);
  return { applied: inPlace ? changed.length : files.length, rebuilt: !inPlace && known.size > 0 };
}

/** Marks the logic as unknown to the bookkeeping, so that the next applyLogic lays all of it. */
export async function forgetLogic(sql: Connection): Promise<void> {
  await sql`delete from migrations.logic_files`;
}

async function replaceInPlace(sql: Connection, changed: LogicFile[]): Promise<boolean> {
  // A type has no "create or replace"; a function with a new parameter list would stand beside the old one.
  if (changed.some((file) => file.kind === "types")) return false;
  if (await applyAll(sql, changed)) return false;
  return await findOverload(sql, changed) === undefined;
}

/**
 * Applies the files in order. One that needs what a later file makes is tried again in the next pass, so views may
 * stand on views and functions on types of views; a pass without progress ends it, and its first failure is the answer.
 */
async function applyAll(sql: Connection, files: LogicFile[]): Promise<ToolError | undefined> {
  let waiting = files;
  while (waiting.length > 0) {
    const failed: { file: LogicFile; error: unknown }[] = [];
    for (const file of waiting) {
      try {
        await sql.unsafe(`savepoint file`);
        await sql.unsafe(file.text);
        await sql.unsafe(`release savepoint file`);
      } catch (error) {
        await sql.unsafe("rollback to savepoint file");
        failed.push({ file, error });
      }
    }
    const [first] = failed;
    if (first && failed.length === waiting.length) return inFile(first.file, first.error);
    waiting = failed.map(({ file }) => file);
  }
}

async function refuseOverloads(sql: Connection, files: LogicFile[]): Promise<void> {
  const name = await findOverload(sql, files);
  if (name) throw new ToolError(`${name} exists with two parameter lists; one name is one function`);
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
  await forgetLogic(sql);
  if (rows.length > 0) await sql`insert into migrations.logic_files ${sql(rows)}`;
}

/** Only the logic, on a database whose migrations are in force already. */
async function onlyLogic(): Promise<void> {
  await withTarget(({ adminUrl }) =>
    withConnection(adminUrl, async (sql) => {
      await lockShape(sql, console.error);
      const outcome = await sql.begin((tx) => applyLogic(tx, repositorySql)) as LogicOutcome;
      console.error(`${outcome.applied} files of logic applied${outcome.rebuilt ? ", everything laid again" : ""}`);
    }, { asOwner: true })
  );
}

if (import.meta.main) await runTool(onlyLogic);
