import postgres from "postgres";
import type { Passwords } from "../embedded/passwords.ts";
import { type Connection, withConnection } from "./connection.ts";

const workingRoles = ["pakka_app", "pakka_worker", "pakka_reader"] as const;

/** What each role gives up rather than hold others up. */
const defaults: Record<typeof workingRoles[number], Record<string, string>> = {
  pakka_app: { lock_timeout: "5s", statement_timeout: "30s", idle_in_transaction_session_timeout: "15s" },
  pakka_worker: { lock_timeout: "5s", statement_timeout: "5min", idle_in_transaction_session_timeout: "60s" },
  pakka_reader: { statement_timeout: "60s", idle_in_transaction_session_timeout: "60s" },
};

/**
 * Makes the five roles and leaves each with only its own rights in this database. May be run again.
 * `adminUrl` need not be a superuser: CREATEROLE and ownership of the database are enough.
 */
export async function ensureRoles(adminUrl: string, passwords: Passwords): Promise<void> {
  await withConnection(adminUrl, async (sql) => {
    // Roles belong to the whole server: two databases migrated at once may meet in the same catalogue row.
    for (let attempt = 1;; attempt++) {
      try {
        return await sql.begin((tx) => applyRoles(tx, passwords));
      } catch (error) {
        const met = error instanceof postgres.PostgresError &&
          (["42710", "23505"].includes(error.code) || error.message.includes("concurrently updated"));
        if (!met || attempt === 5) throw error;
      }
    }
  });
}

async function applyRoles(sql: Connection, passwords: Passwords): Promise<void> {
  await createRole(sql, "pakka_owner", "nologin");
  await createRole(sql, "pakka_migrator", `login noinherit ${passwordClause(passwords.pakka_migrator)}`);
  for (const role of workingRoles) {
    await createRole(sql, role, `login noinherit ${passwordClause(passwords[role])}`);
    for (const [name, value] of Object.entries(defaults[role])) {
      await sql.unsafe(`alter role ${role} set ${name} = '${value}'`);
    }
  }
  await sql.unsafe("grant pakka_owner to pakka_migrator with inherit false, set true");
  await sql.unsafe("grant pakka_owner to current_user with inherit true, set true");
  await grantDatabase(sql);
}

/** The rights on the database itself, which a clone of a template does not carry. */
export async function grantDatabase(sql: Connection): Promise<void> {
  const [here] = await sql`select quote_ident(current_database()) as name`;
  await sql.unsafe(`
    revoke all on database ${here?.name} from public;
    revoke all on schema public from public;
    grant create on database ${here?.name} to pakka_owner;
    grant connect on database ${here?.name} to pakka_owner, pakka_migrator, ${workingRoles.join(", ")};
    alter default privileges for role pakka_owner revoke execute on functions from public;
  `);
}

async function createRole(sql: Connection, role: string, options: string): Promise<void> {
  const [found] = await sql`select 1 from pg_roles where rolname = ${role}`;
  await sql.unsafe(`${found ? "alter" : "create"} role ${role} ${options}`);
  // Only a superuser may say these of a role that is there; one that a lesser administrator creates has none of them.
  const [admin] = await sql`select rolsuper from pg_roles where rolname = current_user`;
  const ordinary = "nosuperuser nobypassrls noreplication nocreatedb nocreaterole";
  if (admin?.rolsuper) await sql.unsafe(`alter role ${role} ${ordinary}`);
}

function passwordClause(password: string): string {
  return `password '${password.replaceAll("'", "''")}'`;
}
