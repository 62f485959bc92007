import type { Passwords } from "../embedded/passwords.ts";
import { bookkeeping } from "./bookkeeping.ts";
import { lockShape, withConnection } from "./connection.ts";
import { inFile, readFiles, repositorySql, type SqlFile, ToolError } from "./files.ts";
import { installJobQueue } from "./job_queue.ts";
import { applyLogic, forgetLogic } from "./logic.ts";
import { applyReference } from "./reference.ts";
import { ensureRoles } from "./roles.ts";
import { runTool, withTarget } from "./target.ts";
import type postgres from "postgres";

export interface MigrateOptions {
  /** An administrator's URL: superuser, or CREATEROLE and owner of the database. */
  adminUrl: string;
  passwords: Passwords;
  /** The folder with migrations/, logic/ and reference/; the repository's own where it is not given. */
  sqlDir?: string;
  /** Leave the job queue alone (tests of the runner). */
  withoutJobQueue?: boolean;
  onProgress?: (line: string) => void;
}

export interface MigrateOutcome {
  migrations: string[];
  logic: number;
  reference: string[];
}

interface Migration extends SqlFile {
  number: number;
  name: string;
}

/**
 * Roles, migrations, logic, reference rows and what they bring to tenants, job queue, in this order. Safe to run again
 * and from two places at once. Refuses, and changes nothing of it, where a landed migration was edited, a number is
 * missing or double, or the database is newer than this code.
 */
export async function migrateDatabase(options: MigrateOptions): Promise<MigrateOutcome> {
  const sqlDir = options.sqlDir ?? repositorySql;
  const onProgress = options.onProgress ?? (() => {});
  const migrations = await readMigrations(sqlDir);
  await ensureRoles(options.adminUrl, options.passwords);
  return await withConnection(options.adminUrl, async (sql) => {
    await lockShape(sql, onProgress);
    await sql.unsafe(bookkeeping);
    const pending = await pendingMigrations(sql, migrations);
    for (const migration of pending) {
      onProgress(`migration ${migration.name}`);
      await applyMigration(sql, migration);
    }
    const laid = await sql.begin((tx) => applyLogic(tx, sqlDir)) as Awaited<ReturnType<typeof applyLogic>>;
    if (laid.applied > 0) onProgress(`logic: ${laid.applied} files${laid.rebuilt ? ", all laid again" : ""}`);
    const reference = await sql.begin(async (tx) => {
      const tables = await applyReference(tx, sqlDir);
      if (tables.length > 0 || laid.applied > 0) await seedTenants(tx);
      return tables;
    }) as string[];
    if (reference.length > 0) onProgress(`reference rows: ${reference.length} tables`);
    await makePartitions(sql);
    if (!options.withoutJobQueue) await installJobQueue(options.adminUrl);
    return { migrations: pending.map((migration) => migration.name), logic: laid.applied, reference };
  }, { asOwner: true });
}

/** The migrations in order; refuses names that do not sort, double numbers and gaps. */
async function readMigrations(sqlDir: string): Promise<Migration[]> {
  const files = await readFiles(sqlDir, "migrations", ".sql");
  return files.map((file, at) => {
    const name = file.path.replace(/^migrations\//, "").replace(/\.sql$/, "");
    const number = Number(/^(\d{4})_[a-z0-9_]+$/.exec(name)?.[1]);
    if (!number) throw new ToolError(`sql/${file.path}: the name must be NNNN_one_idea.sql`);
    if (number !== at + 1) {
      throw new ToolError(
        `sql/${file.path}: number ${String(at + 1).padStart(4, "0")} was expected here. ` +
          "Numbers run without gap and without a double; give the newer file the next free number.",
      );
    }
    return { ...file, number, name };
  });
}

async function pendingMigrations(sql: postgres.Sql, migrations: Migration[]): Promise<Migration[]> {
  const applied = await sql`select number, name, checksum from migrations.applied order by number`;
  for (const row of applied) {
    const file = migrations.find((migration) => migration.number === row.number);
    if (!file) {
      throw new ToolError(
        `The database has migration ${row.name}, this code ends at ${
          migrations.at(-1)?.name ?? "none"
        }: it is newer than ` +
          "the code. Deploy the release that brought that migration (or a later one); do not run this older one against it.",
      );
    }
    if (file.name !== row.name || file.checksum !== row.checksum) {
      throw new ToolError(
        `sql/${file.path} differs from what ran on this database as ${row.name}. A landed migration is never edited: ` +
          "restore the file and write the change as a new migration (deno task db:new). " +
          "On a database that may be thrown away, delete it and migrate afresh.",
      );
    }
  }
  return migrations.filter((migration) => !applied.some((row) => row.number === migration.number));
}

/** What a release brings to companies that are there already, in the transaction of the rows it comes from. */
async function seedTenants(sql: postgres.TransactionSql): Promise<void> {
  const [found] = await sql`select to_regprocedure('core.seed_tenants()') is not null as yes`;
  if (found?.yes) await sql`select core.seed_tenants()`;
}

/** The months of calls to portals that lie ahead, so that a fresh release has them before its first night. */
async function makePartitions(sql: postgres.Sql): Promise<void> {
  const [found] = await sql`select to_regprocedure('ops.make_partitions(integer)') is not null as yes`;
  if (found?.yes) await sql`select ops.make_partitions()`;
}

async function applyMigration(sql: postgres.Sql, migration: Migration): Promise<void> {
  const began = performance.now();
  await sql.begin(async (tx) => {
    await tx.unsafe("set local check_function_bodies = off");
    // A view that shows a column forbids changing it; applyLogic lays all of the logic again after the migrations.
    if (migration.text.startsWith("-- drops logic")) await forgetLogic(tx);
    try {
      await tx.unsafe(migration.text);
    } catch (error) {
      throw inFile(migration, error);
    }
    const { number, name, checksum } = migration;
    const took_ms = Math.round(performance.now() - began);
    await tx`insert into migrations.applied ${tx({ number, name, checksum, took_ms })}`;
  });
}

if (import.meta.main) {
  await runTool(() =>
    withTarget(async (target) => {
      const began = performance.now();
      const done = await migrateDatabase({ ...target, onProgress: console.error });
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.error(
        `${done.migrations.length} migrations, ${done.logic} files of logic and ${done.reference.length} tables of ` +
          `reference rows applied in ${seconds} s; the database is current`,
      );
    })
  );
}
