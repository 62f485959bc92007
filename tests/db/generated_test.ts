import assert from "node:assert/strict";
import { generateDump } from "../../db/tools/dump.ts";
import { generateFunctions, generateTypes } from "../../db/tools/types.ts";
import { withConnection } from "../../db/tools/connection.ts";
import { freshDatabase } from "../support/database.ts";
import { functionText, withSqlFolder } from "./sql_folder.ts";

Deno.test("generated files are the same from two databases made by the same sql/", async () => {
  const both = [await freshDatabase(), await freshDatabase()];
  const texts = await Promise.all(
    both.map(({ adminUrl }) =>
      withConnection(
        adminUrl,
        async (sql) => [await generateTypes(sql), await generateFunctions(sql), await generateDump(sql)],
      )
    ),
  );
  for (const database of both) await database.drop();
  assert.deepEqual(texts[0], texts[1]);
});

Deno.test("types say exact numbers and days as text, instants as Date, defaults as Generated", () =>
  withSqlFolder(async ({ write, migrate, adminUrl }) => {
    await write(
      "migrations/0002_rows.sql",
      `create table core.rows (id uuid primary key default gen_random_uuid(), amount numeric(18,2) not null, big bigint, small integer not null,
         day date not null, at timestamptz, facts jsonb not null, tags text[] not null, twice integer generated always as (small * 2) stored);`,
    );
    await write(
      "logic/core/functions/one.sql",
      functionText("core.one(p_day date, p_at timestamptz default null)", "numeric", "select 1.0"),
    );
    await write(
      "logic/core/functions/pair.sql",
      functionText("core.pair(p_ids uuid[])", "table (id uuid, n bigint)", "select null::uuid, 1::bigint"),
    );
    await write(
      "logic/core/functions/some.sql",
      functionText("core.some()", "setof core.things", "select * from core.things"),
    );
    await migrate();
    const types = await withConnection(adminUrl, generateTypes);
    for (
      const line of [
        "id: Generated<string>;",
        "amount: string;",
        "big: string | null;",
        "small: number;",
        "day: string;",
        "at: Date | null;",
        "facts: unknown;",
        "tags: string[];",
        "twice: ColumnType<number | null, never, never>;",
        '"core.rows": CoreRows;',
      ]
    ) assert.ok(types.includes(`  ${line}\n`), `${line} in\n${types}`);
    const functions = (await withConnection(adminUrl, generateFunctions)).replace(/\s+/g, " ");
    for (
      const text of [
        '"core.one": { args: { p_day: string | null; p_at?: Date | string | null }; returns: { answer: string | null }; };',
        '"core.pair": { args: { p_ids: string[] | null }; returns: { id: string | null; n: string | null }; };',
        "returns: { code: string | null; name: string | null; tags: string[] | null; parent: string | null };",
      ]
    ) assert.ok(functions.includes(text), `${text} in\n${functions}`);
  }));

Deno.test("the dump shows a changed column, policy, grant and comment", () =>
  withSqlFolder(async ({ migrate, adminUrl }) => {
    await migrate();
    const before = await withConnection(adminUrl, generateDump);
    const changes = [
      "alter table core.things add weight numeric",
      "create policy rows on core.things using (true)",
      "grant select (code) on core.things to pakka_app",
      "comment on column core.things.name is 'what it is called'",
      "create index things_by_name on core.things (name)",
    ];
    let last = before;
    for (const change of changes) {
      await withConnection(adminUrl, (sql) => sql.unsafe(change));
      const now = await withConnection(adminUrl, generateDump);
      assert.notEqual(now, last, change);
      last = now;
    }
  }));
