import { withConnection } from "./connection.ts";
import { migrateDatabase } from "./migrate.ts";
import { withTarget } from "./target.ts";

/**
 * A database that is what sql/ says: a throw-away one in the embedded server, so that generated files never depend on
 * what somebody did to a database by hand. With DATABASE_ADMIN_URL (or DATABASE_URL) that server makes it, and drops it.
 */
export async function withMigrated<T>(work: (adminUrl: string) => Promise<T>): Promise<T> {
  return await withTarget(async ({ adminUrl, passwords }) => {
    const name = `pakka_tools_${crypto.randomUUID().slice(0, 8)}`;
    const own = new URL(adminUrl);
    own.pathname = `/${name}`;
    await withConnection(adminUrl, (sql) => sql`create database ${sql(name)}`);
    try {
      await migrateDatabase({ adminUrl: own.href, passwords });
      return await work(own.href);
    } finally {
      await withConnection(adminUrl, (sql) => sql`drop database ${sql(name)} with (force)`);
    }
  });
}
