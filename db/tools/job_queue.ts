import { PgBoss } from "pg-boss";
import { withConnection } from "./connection.ts";

/**
 * Installs or upgrades pg-boss in its own schema as pakka_owner, then lets the app send and the worker work.
 * The app and the worker themselves start pg-boss with `migrate: false, createSchema: false`.
 */
export async function installJobQueue(adminUrl: string): Promise<void> {
  await withConnection(adminUrl, async (sql) => {
    const db = {
      executeSql: async (text: string, values: unknown[] = []) => ({ rows: await sql.unsafe(text, values as never) }),
    };
    const boss = new PgBoss({ db, schema: "pgboss", supervise: false, schedule: false });
    const failures: unknown[] = [];
    boss.on("error", (error) => failures.push(error));
    await boss.start();
    await boss.stop({ graceful: false });
    if (failures.length > 0) throw failures[0];
    await sql.unsafe(grants);
  }, { asOwner: true });
}

const grants = `
  revoke all on schema pgboss from public;
  revoke all on all functions in schema pgboss from public;
  grant usage on schema pgboss to pakka_app, pakka_worker;
  grant select, insert on all tables in schema pgboss to pakka_app;
  grant select, insert, update, delete on all tables in schema pgboss to pakka_worker;
  grant usage on all sequences in schema pgboss to pakka_worker;
  grant execute on all functions in schema pgboss to pakka_app, pakka_worker;
`;
