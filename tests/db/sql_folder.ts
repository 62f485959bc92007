import { dirname, join } from "node:path";
import { migrateDatabase, type MigrateOutcome } from "../../db/tools/migrate.ts";
import { withConnection } from "../../db/tools/connection.ts";
import { emptyDatabase, testServer } from "../support/database.ts";
import type postgres from "postgres";

/** An empty database and a sql/ folder of the test's own, for tests of the migration tools. */
export interface SqlFolder {
  adminUrl: string;
  dir: string;
  write(path: string, text: string): Promise<void>;
  remove(path: string): Promise<void>;
  migrate(): Promise<MigrateOutcome>;
  ask(query: string): Promise<postgres.Row[]>;
}

export const schemas = `
  create schema core;
  comment on schema core is 'x';
  create table core.things (code text not null primary key, name text, tags text[], parent text references core.things);
`;

export async function withSqlFolder(work: (folder: SqlFolder) => Promise<void>): Promise<void> {
  const database = await emptyDatabase();
  const { passwords } = await testServer();
  const dir = await Deno.makeTempDir();
  const { adminUrl } = database;
  const write = async (path: string, text: string) => {
    await Deno.mkdir(dirname(join(dir, path)), { recursive: true });
    await Deno.writeTextFile(join(dir, path), text);
  };
  try {
    await write("migrations/0001_schemas.sql", schemas);
    await work({
      adminUrl,
      dir,
      write,
      remove: (path) => Deno.remove(join(dir, path)),
      migrate: () => migrateDatabase({ adminUrl, passwords, sqlDir: dir, withoutJobQueue: true }),
      ask: (query) => withConnection(adminUrl, (sql) => sql.unsafe(query)),
    });
  } finally {
    await Deno.remove(dir, { recursive: true });
    await database.drop();
  }
}

/** A SQL function file as the house writes them. */
export function functionText(name: string, returns: string, body: string): string {
  return `create or replace function ${name} returns ${returns} language sql set search_path = '' as $$ ${body} $$;\n`;
}
