import type { Connection } from "./connection.ts";
import { ToolError } from "./files.ts";

/** The schemas that are ours: pakka_owner's, without the job queue's and the runner's own. */
export const ourSchemas = `(
  select oid from pg_catalog.pg_namespace
  where nspowner = 'pakka_owner'::pg_catalog.regrole and nspname not in ('migrations', 'pgboss')
)`;

/**
 * Drops what the given paths of sql/logic once made, and every policy of our schemas; what migrations made stays.
 * Objects may lean on one another in any order, so each round drops what nothing leans on any more.
 */
export async function dropLogic(sql: Connection, paths: string[]): Promise<void> {
  let waiting = (await sql.unsafe(objectsMadeBy, [paths] as never)).map((row) => row.drop as string);
  while (waiting.length > 0) {
    const [row] = await sql.unsafe("select migrations.drop_what_is_free($1::text[]) as left", [waiting] as never);
    if (row?.left.length === waiting.length) {
      throw new ToolError(
        `The logic cannot be laid again, because tables lean on a part of it: ${waiting.join("; ")}. ` +
          "A function that a column default or a constraint calls belongs into a migration.",
      );
    }
    waiting = row?.left ?? [];
  }
}

const objectsMadeBy = `
  with made as (
    select part[2] as schema, part[3] as kind, part[4] as name
    from (select pg_catalog.string_to_array(pg_catalog.replace(path, '.sql', ''), '/') as part
          from pg_catalog.unnest($1::text[]) as path) as p
  )
  select pg_catalog.format('drop policy %I on %s', p.polname, p.polrelid::pg_catalog.regclass) as drop, 1 as turn
  from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid where c.relnamespace in ${ourSchemas}
  union all
  select pg_catalog.format('drop trigger %I on %s', t.tgname, t.tgrelid::pg_catalog.regclass), 2
  from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join made on made.kind = 'triggers' and made.schema = n.nspname
    and c.relname = pg_catalog.split_part(made.name, '__', 1)
    and (pg_catalog.starts_with(t.tgname, pg_catalog.split_part(made.name, '__', 2)) or pg_catalog.starts_with(t.tgname, made.name))
  where not t.tgisinternal and t.tgparentid = 0
  union all
  select pg_catalog.format('drop view %s', c.oid::pg_catalog.regclass), 3
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join made on made.kind = 'views' and made.schema = n.nspname and made.name = c.relname where c.relkind = 'v'
  union all
  select pg_catalog.format('drop routine %s', p.oid::pg_catalog.regprocedure), 4
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join made on made.kind = 'functions' and made.schema = n.nspname and made.name = p.proname
  union all
  select pg_catalog.format('drop type %s', t.oid::pg_catalog.regtype), 5
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  join made on made.kind = 'types' and made.schema = n.nspname and made.name = t.typname
  order by 2, 1`;

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
