import type { Connection } from "./connection.ts";
import { ToolError } from "./files.ts";
import type { LogicFile } from "./logic_files.ts";

/** The schemas that are ours: pakka_owner's, without the job queue's and the runner's own. */
export const ourSchemas = `(
  select oid from pg_catalog.pg_namespace
  where nspowner = 'pakka_owner'::pg_catalog.regrole and nspname not in ('migrations', 'pgboss')
)`;

/**
 * Drops every policy, trigger, view, function and free-standing type of our schemas, except the functions tables lean
 * on. They may lean on one another in any order, so each round drops what nothing leans on any more.
 */
export async function dropLogic(sql: Connection, keep: LogicFile[]): Promise<void> {
  const kept = keep.map((file) => `${file.schema}.${file.name}`);
  const objects = await sql.unsafe(
    `
    select pg_catalog.format('drop policy %I on %s', p.polname, p.polrelid::pg_catalog.regclass) as drop, 1 as turn
    from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid where c.relnamespace in ${ourSchemas}
    union all
    select pg_catalog.format('drop trigger %I on %s', t.tgname, t.tgrelid::pg_catalog.regclass), 2
    from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where c.relnamespace in ${ourSchemas} and not t.tgisinternal and t.tgparentid = 0
    union all
    select pg_catalog.format('drop view %s', c.oid::pg_catalog.regclass), 3
    from pg_catalog.pg_class c where c.relnamespace in ${ourSchemas} and c.relkind = 'v'
    union all
    select pg_catalog.format('drop routine %s', p.oid::pg_catalog.regprocedure), 4
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where p.pronamespace in ${ourSchemas} and not n.nspname || '.' || p.proname = any($1)
    union all
    select pg_catalog.format('drop type %s', t.oid::pg_catalog.regtype), 5
    from pg_catalog.pg_type t left join pg_catalog.pg_class c on c.oid = t.typrelid
    where t.typnamespace in ${ourSchemas} and (c.relkind = 'c' or t.typtype in ('d', 'e'))
    order by 2, 1`,
    [kept] as never,
  );
  let waiting: string[] = objects.map((row) => row.drop);
  while (waiting.length > 0) {
    const [{ left }] = await sql.unsafe(dropRound, [waiting] as never) as unknown as [{ left: string[] }];
    if (left.length === waiting.length) {
      throw new ToolError(`logic cannot be laid again, tables lean on it: ${left.join("; ")}`);
    }
    waiting = left;
  }
}

const dropRound = `select migrations.drop_what_is_free($1::text[]) as left`;

/**
 * Asks each language to check the bodies it was given while checking was off: a wrong table or column name comes out
 * here, at deploy, and not at the first call.
 */
export async function validateFunctions(sql: Connection): Promise<void> {
  const functions = await sql.unsafe(`
    select p.oid, p.oid::pg_catalog.regprocedure::text as name, l.lanname as language
    from pg_catalog.pg_proc p join pg_catalog.pg_language l on l.oid = p.prolang
    where p.pronamespace in ${ourSchemas} and l.lanname in ('sql', 'plpgsql') order by 2`);
  const validators: Record<string, string> = { sql: "fmgr_sql_validator", plpgsql: "plpgsql_validator" };
  await sql.unsafe("set local check_function_bodies = on");
  for (const { oid, name, language } of functions) {
    try {
      await sql.unsafe(`select pg_catalog.${validators[language]}(${oid})`);
    } catch (error) {
      const told = error as { message: string; detail?: string; hint?: string };
      throw new ToolError(`${name}: ${[told.message, told.detail, told.hint].filter(Boolean).join(" - ")}`);
    }
  }
}
