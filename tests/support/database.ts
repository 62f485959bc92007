import { createHash } from "node:crypto";
import { join } from "node:path";
import postgres from "postgres";
import { type Embedded, startEmbedded } from "../../db/embedded.ts";
import { signInAs } from "../../db/embedded/passwords.ts";
import { readFiles, repositorySql } from "../../db/tools/files.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { grantDatabase } from "../../db/tools/roles.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");
const dataDir = join(root, ".data", "test");
/** Templates of other states of sql/ that are kept, for runs of another branch beside this one. */
const templatesKept = 3;
const lockKey = 72553;

/** A database of a test's own, as migrated as the code beside it. */
export interface TestDatabase {
  name: string;
  adminUrl: string;
  appUrl: string;
  workerUrl: string;
  readerUrl: string;
  migratorUrl: string;
  drop(): Promise<void>;
}

let server: Promise<Embedded> | undefined;
let template: Promise<string> | undefined;

/** The test run's PostgreSQL: one for all files, stopped by its keeper when the last test process has gone. */
export function testServer(): Promise<Embedded> {
  return server ??= startEmbedded({
    dataDir,
    port: 54331,
    // Tests of the database's death have a server of their own; here nobody misses a write after a power cut.
    settings: { max_connections: "200", fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
    onProgress: (line) => console.error(`tests: ${line}`),
  }).then(async (embedded) => {
    if (embedded.started) {
      keep();
      await dropLeftOvers(embedded.adminUrl);
    }
    return embedded;
  });
}

/** A fresh clone of the migrated template; about 40 ms once the template stands. Drop it when the file ends. */
export async function freshDatabase(): Promise<TestDatabase> {
  const embedded = await testServer();
  const name = `pakka_test_${Deno.pid}_${crypto.randomUUID().slice(0, 8)}`;
  const clone = async () => {
    const from = await (template ??= findTemplate(embedded));
    await asAdmin(embedded, (sql) => sql`create database ${sql(name)} template ${sql(from)}`);
  };
  await clone().catch(async (error) => {
    if (error.code !== "3D000") throw error; // else a run of another branch has dropped the template as an old one
    template = undefined;
    await clone();
  });
  return await describe(embedded, name);
}

/** An empty database, for tests of the migration tools themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const embedded = await testServer();
  const name = `pakka_test_${Deno.pid}_${crypto.randomUUID().slice(0, 8)}`;
  await asAdmin(embedded, (sql) => sql`create database ${sql(name)}`);
  return await describe(embedded, name);
}

async function describe(embedded: Embedded, name: string): Promise<TestDatabase> {
  const adminUrl = embedded.url("postgres", name);
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  // A clone does not carry the rights on the database itself.
  const [made] = await sql`select 1 from pg_roles where rolname = 'pakka_app'`;
  if (made) await grantDatabase(sql);
  await sql.end();
  return {
    name,
    adminUrl,
    appUrl: embedded.url("pakka_app", name),
    workerUrl: embedded.url("pakka_worker", name),
    readerUrl: embedded.url("pakka_reader", name),
    migratorUrl: embedded.url("pakka_migrator", name),
    drop: () => asAdmin(embedded, (sql) => sql`drop database if exists ${sql(name)} with (force)`),
  };
}

/** The template of the present sql/, migrated now if this is the first run that sees it. */
async function findTemplate(embedded: Embedded): Promise<string> {
  const name = `pakka_template_${await checksum()}`;
  const control = postgres(embedded.url("postgres", "postgres"), { max: 1, onnotice: () => {} });
  try {
    await control`select pg_advisory_lock(${lockKey})`; // other test files, or another run, may be at it too
    const [found] = await control`select 1 from pg_database where datname = ${name}`;
    if (found) return name;
    const draft = `${name}_draft`;
    await control`drop database if exists ${control(draft)} with (force)`;
    await control`create database ${control(draft)}`;
    await migrateDatabase({
      adminUrl: signInAs(embedded.adminUrl, "postgres", embedded.passwords.postgres, draft),
      passwords: embedded.passwords,
    });
    await control`alter database ${control(draft)} rename to ${control(name)}`;
    const old = await control`
      select datname from pg_database where datname like 'pakka\_template\_%' order by oid desc offset ${templatesKept}`;
    for (const { datname } of old) await control`drop database if exists ${control(datname)} with (force)`;
    return name;
  } finally {
    await control.end();
  }
}

/** Of everything that shapes a migrated database: sql/, the tools that read it, and the locked dependencies. */
async function checksum(): Promise<string> {
  const sum = createHash("sha256");
  for (const [folder, ending] of [["migrations", ".sql"], ["logic", ".sql"], ["reference", ".csv"]] as const) {
    for (const file of await readFiles(repositorySql, folder, ending)) sum.update(file.path + file.checksum);
  }
  for (const file of await readFiles(join(root, "db"), "tools", ".ts")) sum.update(file.checksum);
  sum.update(await Deno.readTextFile(join(root, "deno.lock")));
  return sum.digest("hex").slice(0, 12);
}

async function dropLeftOvers(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  const left = await sql`select datname from pg_database where datname like 'pakka\_test\_%'`;
  for (const { datname } of left) await sql`drop database if exists ${sql(datname)} with (force)`;
  await sql.end();
}

async function asAdmin(embedded: Embedded, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(embedded.url("postgres", "postgres"), { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

/** A process of its own, because no test file can know that it is the last. */
function keep(): void {
  new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", join(import.meta.dirname ?? ".", "keeper.ts"), dataDir],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn().unref();
}
