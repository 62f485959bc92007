import postgres from "postgres";

export type Connection = postgres.Sql | postgres.TransactionSql;

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
