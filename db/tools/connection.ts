import postgres from "postgres";

export type Transaction = postgres.TransactionSql;
export type Connection = postgres.Sql | Transaction;

/** One connection for the length of `work`. `asOwner`: everything made in it belongs to pakka_owner. */
export async function withConnection<T>(
  url: string,
  work: (sql: postgres.Sql) => Promise<T>,
  options: { asOwner?: boolean } = {},
): Promise<T> {
  const connection = { application_name: "pakka tools", ...(options.asOwner ? { role: "pakka_owner" } : {}) };
  const sql = postgres(url, { max: 1, onnotice: () => {}, prepare: false, connection });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** One key for everything that changes the shape of a database; the digits spell "pakka" on a telephone. */
const shapeKey = 72552;

/** Held until the connection ends, so that two migrations, or a migration and db:logic, never run at once. */
export async function lockShape(sql: postgres.Sql, onProgress: (line: string) => void): Promise<void> {
  const [free] = await sql`select pg_try_advisory_lock(${shapeKey}) as taken`;
  if (free?.taken) return;
  onProgress("waiting for another migration of this database to end");
  await sql`select pg_advisory_lock(${shapeKey})`;
}
