import type { Functions } from "./functions.ts";
import type { Database, TransactionSql } from "./pool.ts";

type Handle = Database | TransactionSql;
type Name = keyof Functions & string;
type Args<N extends Name> = Functions[N]["args"];
type Row<N extends Name> = Functions[N]["returns"];

/** Calls a set-returning function by name: `callRows(tx.sql, "ledger.statement", { p_ledger_id })`. */
export async function callRows<N extends Name>(sql: Handle, name: N, args: Args<N>): Promise<Row<N>[]> {
  const { text, values } = statement(name, args, "*");
  return await sql.unsafe(text, values, { prepare: true }) as unknown as Row<N>[];
}

/** Calls a function that answers one row or one value; undefined where it answers none. */
export async function callOne<N extends Name>(sql: Handle, name: N, args: Args<N>): Promise<Row<N> | undefined> {
  const [row] = await callRows(sql, name, args);
  return row;
}

/** Calls a function that returns json and hands on its text untouched, so that 130000.00 leaves as it was stored. */
export async function callJson<N extends Name>(sql: Handle, name: N, args: Args<N>): Promise<string | null> {
  const { text, values } = statement(name, args, "answer::text as answer");
  const [row] = await sql.unsafe(text, values, { prepare: true }) as unknown as { answer: string | null }[];
  return row?.answer ?? null;
}

function statement(name: string, args: Record<string, unknown>, columns: string) {
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const named = given.map(([key], i) => `${key} => $${i + 1}`).join(", ");
  const values = given.map(([, value]) => asParameter(value));
  return { text: `select ${columns} from ${name}(${named}) as answer`, values };
}

/** Objects, and lists that hold some, travel as JSON text; lists of ids and texts as PostgreSQL arrays. */
function asParameter(value: unknown) {
  const isObject = (one: unknown) =>
    typeof one === "object" && one !== null && !(one instanceof Date) && !(one instanceof Uint8Array);
  const isJson = Array.isArray(value) ? value.some(isObject) : isObject(value);
  return (isJson ? JSON.stringify(value) : value) as never;
}
