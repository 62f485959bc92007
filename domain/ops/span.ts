import type { TransactionSql } from "../../db/pool.ts";

type Fragment = ReturnType<TransactionSql>;

/** The condition of a list's `from` and `to` on a column: a day is the whole day in India. */
export function within(sql: TransactionSql, column: Fragment, { from, to }: { from?: string; to?: string }) {
  const isDay = (text: string) => text.length === 10;
  const start = (text: string) =>
    isDay(text) ? sql`(${text}::text::timestamp at time zone 'Asia/Kolkata')` : sql`${text}::text::timestamptz`;
  const begins = from === undefined ? sql`` : sql`and ${column} >= ${start(from)}`;
  if (to === undefined) return begins;
  const ends = isDay(to) ? sql`and ${column} < ${start(to)} + interval '1 day'` : sql`and ${column} <= ${start(to)}`;
  return sql`${begins} ${ends}`;
}
