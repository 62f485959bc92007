import type { TransactionSql } from "../../db/pool.ts";

/** `and name ilike …` for a search, nothing without one. `%` and `_` in what is searched for are themselves. */
export function namedLike(sql: TransactionSql, q: string | undefined) {
  return q === undefined ? sql`` : sql`and name ilike ${`%${q.replace(/[\\%_]/g, "\\$&")}%`}`;
}
