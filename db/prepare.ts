import { startEmbedded } from "./embedded.ts";
import { loadPasswords, signInAs } from "./embedded/passwords.ts";
import type { Database } from "./pool.ts";
import type { Settings } from "./settings.ts";
import { migrateDatabase } from "./tools/migrate.ts";

/** A database that is ready to serve, and whom to sign in as. */
export interface Prepared {
  readonly appUrl: string;
  readonly workerUrl: string;
  /** Null where DATABASE_URL names a server that others look after. */
  readonly adminUrl: string | null;
  stop(): Promise<void>;
}

/**
 * DATABASE_URL as it is, or the embedded server, started and migrated. With `setUp` (the development run) a database of
 * the user's own is migrated too, by DATABASE_ADMIN_URL or DATABASE_URL, and signed in to as the application's roles.
 */
export async function prepareDatabase(
  settings: Settings,
  { setUp, onProgress }: { setUp: boolean; onProgress: (line: string) => void },
): Promise<Prepared> {
  const stop = () => Promise.resolve();
  if (settings.databaseUrl && !setUp) {
    return { appUrl: settings.databaseUrl, workerUrl: settings.databaseUrl, adminUrl: null, stop };
  }
  if (settings.databaseUrl) {
    const adminUrl = settings.databaseAdminUrl ?? settings.databaseUrl;
    const passwords = await loadPasswords(settings.dataDir);
    await migrateDatabase({ adminUrl, passwords, onProgress });
    const as = (role: "pakka_app" | "pakka_worker") => signInAs(settings.databaseUrl!, role, passwords[role]);
    return { appUrl: as("pakka_app"), workerUrl: as("pakka_worker"), adminUrl, stop };
  }
  const embedded = await startEmbedded({ dataDir: settings.dataDir, onProgress });
  await migrateDatabase({ adminUrl: embedded.adminUrl, passwords: embedded.passwords, onProgress });
  return {
    appUrl: embedded.url("pakka_app"),
    workerUrl: embedded.url("pakka_worker"),
    adminUrl: embedded.adminUrl,
    stop: () => embedded.stop(),
  };
}

/**
 * Refuses to serve as a role that row-level security cannot hold: a superuser, one that bypasses it, one that owns our
 * tables or may become one of these. Throws with what to do.
 */
export async function refusePowerfulRole(db: Database): Promise<void> {
  const [row] = await db<{ role: string; why: string | null }[]>`
    select session_user as role, case
      when (select rolsuper from pg_roles where rolname = session_user) then 'is a superuser'
      when exists (select 1 from pg_roles where (rolsuper or rolbypassrls) and pg_has_role(session_user, oid, 'member')) then 'bypasses row-level security'
      when exists (select 1 from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
                   where n.nspname in ('core', 'billing', 'ledger', 'einvoice') and c.relkind = 'r' and pg_has_role(session_user, c.relowner, 'member'))
        then 'owns the tables'
    end as why`;
  if (!row?.why) return;
  throw new Error(
    `DATABASE_URL signs in as ${row.role}, which ${row.why}: tenants would not be kept apart.\n` +
      "Run deno task db:migrate with DATABASE_ADMIN_URL, which makes the roles, and sign in as pakka_app (API) or pakka_worker (jobs).",
  );
}
