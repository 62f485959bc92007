import type { Database } from "../../db/pool.ts";

const tables = [
  "billing.numbering_counters",
  "billing.vouchers",
  "billing.voucher_lines",
  "ledger.ledger_entries",
  "billing.numbering_history",
  "audit.events",
];

/** Stores the rows of one voucher and nothing more; `lane` counts from 0, each with a series of its own. */
export type Insert = (lane: number) => Promise<unknown>;

/**
 * F1: exactly the rows a posted voucher left, by one data-modifying statement in one round trip, into tables made like
 * the real ones (columns, defaults, checks, indexes, storage, foreign keys) without row-level security, triggers or
 * functions. What varies (ids, the series) is a parameter, made beforehand; the rest stands in the statement.
 */
export async function openFloor(sql: Database, voucherId: string, seriesIds: readonly string[]): Promise<Insert> {
  await sql`drop schema if exists floor cascade`;
  await sql`create schema floor`;
  for (const table of tables) await makeLike(sql, table);
  for (const table of tables) await addForeignKeys(sql, table);
  const [series] = await sql`select tenant_id, period from billing.numbering_history where voucher_id = ${voucherId}`;
  for (const id of seriesIds) {
    await sql`insert into floor.numbering_counters values (${series!.tenant_id}, ${id}, ${series!.period}, 1)`;
  }
  const { text, idsWanted } = await statement(sql, voucherId);
  return (lane) => {
    const ids = Array.from({ length: idsWanted }, uuid7);
    const letter = String.fromCharCode(65 + lane);
    return sql.unsafe(text, [seriesIds[lane]!, `F${letter}-`, ...ids], { prepare: true });
  };
}

const inFloor = (table: string) => table.replace(/^\w+/, "floor");

async function makeLike(sql: Database, table: string): Promise<void> {
  await sql.unsafe(`create table ${inFloor(table)} (like ${table} including all)`);
  const [row] = await sql`select array_to_string(reloptions, ', ') as set from pg_class where oid = ${table}::regclass`;
  if (row?.set) await sql.unsafe(`alter table ${inFloor(table)} set (${row.set})`);
}

/** To the floor's own tables where the original points to one of these, else to the same reference rows. */
async function addForeignKeys(sql: Database, table: string): Promise<void> {
  const keys = await sql<{ definition: string }[]>`
    select pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = ${table}::regclass and contype = 'f' and conparentid = 0`;
  for (const { definition } of keys) {
    const target = tables.reduce(
      (text, known) => text.replace(`REFERENCES ${known}(`, `REFERENCES ${inFloor(known)}(`),
      definition,
    );
    await sql.unsafe(`alter table ${inFloor(table)} add ${target}`);
  }
}

/** The statement, from the rows of the voucher: $1 is the series, $2 the prefix of its numbers, the others are ids. */
async function statement(sql: Database, voucherId: string): Promise<{ text: string; idsWanted: number }> {
  let parameters = 3;
  const voucher = "$3::uuid";
  const next = () => `$${++parameters}::uuid`;
  const insert = async (table: string, where: string, varying: Record<string, () => string>) => {
    const rows = await rowsOf(sql, table, where, voucherId);
    const names = Object.keys(rows[0]!);
    const tuples = rows.map((row) => `(${names.map((name) => varying[name]?.() ?? row[name]).join(", ")})`);
    return `insert into ${inFloor(table)} (${names.join(", ")}) values ${tuples.join(", ")}`;
  };
  const number = () => "(select number from counter)";
  const [id, voucher_id, series_id] = [next, () => voucher, () => "$1::uuid"];
  const inserts = [
    await insert("billing.vouchers", "id = $1", { id: () => voucher, number }),
    await insert("billing.voucher_lines", "voucher_id = $1", { id, voucher_id }),
    await insert("ledger.ledger_entries", "voucher_id = $1", { id, voucher_id }),
    await insert("billing.numbering_history", "voucher_id = $1", {
      id,
      voucher_id,
      series_id,
      number,
      sequence: () => "(select sequence from counter)",
    }),
    await insert("audit.events", "entity_id = $1", {
      id,
      entity_id: () => voucher,
      recorded_in: () => "pg_current_xact_id()",
    }),
  ];
  const text = `with counter as (
      update floor.numbering_counters set next_number = next_number + 1 where tenant_id = (select tenant_id from core.tenants) and series_id = $1::uuid
      returning next_number - 1 as sequence, $2::text || lpad((next_number - 1)::text, 7, '0') as number
    ), ${inserts.map((insert, i) => `insert_${i} as (${insert})`).join(", ")}
    select number from counter`;
  return { text, idsWanted: parameters - 2 };
}

/** The rows as SQL literals by column. */
async function rowsOf(sql: Database, table: string, where: string, id: string): Promise<Record<string, string>[]> {
  const rows = await sql.unsafe<{ row: Record<string, string> }[]>(
    `select (select jsonb_object_agg(key, quote_nullable(value)) from jsonb_each_text(to_jsonb(t))) as row
     from ${table} as t where ${where}`,
    [id],
  );
  return rows.map(({ row }) => row);
}

let counted = 0;

/** Version 7, in the order they are made, as core.uuid_v7() gives them. */
function uuid7(): string {
  counted = (counted + 1) % 4096;
  const time = Date.now().toString(16).padStart(12, "0");
  const random = crypto.randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted.toString(16).padStart(3, "0")}${random.slice(18)}`;
}
