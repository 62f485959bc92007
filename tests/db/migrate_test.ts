import assert from "node:assert/strict";
import { newMigration } from "../../db/tools/new.ts";
import { withSqlFolder } from "./sql_folder.ts";

Deno.test("migrations run once, in order, and belong to pakka_owner", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write("migrations/0002_more.sql", "create table core.more (id integer primary key);");
    assert.deepEqual((await migrate()).migrations, ["0001_schemas", "0002_more"]);
    assert.deepEqual((await migrate()).migrations, []);
    const [row] = await ask("select relowner::regrole::text as owner from pg_class where oid = 'core.more'::regclass");
    assert.equal(row?.owner, "pakka_owner");
  }));

Deno.test("two migrations at once end as one", () =>
  withSqlFolder(async ({ migrate, ask }) => {
    const both = await Promise.all([migrate(), migrate()]);
    assert.deepEqual(both.flatMap((one) => one.migrations), ["0001_schemas"]);
    assert.equal((await ask("select 1 from migrations.applied")).length, 1);
  }));

Deno.test("a landed migration that was edited is refused by name", () =>
  withSqlFolder(async ({ write, migrate }) => {
    await migrate();
    await write("migrations/0001_schemas.sql", "create schema core; -- edited");
    await assert.rejects(migrate(), /migrations\/0001_schemas\.sql differs .* never edited/);
  }));

Deno.test("a database newer than the code is refused, with what to do", () =>
  withSqlFolder(async ({ write, remove, migrate }) => {
    await write("migrations/0002_more.sql", "create table core.more (id integer primary key);");
    await migrate();
    await remove("migrations/0002_more.sql");
    await assert.rejects(migrate(), /0002_more, this code ends at 0001_schemas.*Deploy the release/);
  }));

Deno.test("double numbers, gaps and odd names are refused before anything runs", () =>
  withSqlFolder(async ({ write, remove, migrate, ask }) => {
    for (const name of ["0001_twice", "0003_gap", "2_short", "0002_Upper"]) {
      await write(`migrations/${name}.sql`, "select 1;");
      await assert.rejects(migrate(), new RegExp(name.replace("0001_twice", "0001_")));
      await remove(`migrations/${name}.sql`);
    }
    assert.equal((await ask("select 1 from pg_namespace where nspname = 'core'")).length, 0);
  }));

Deno.test("a migration that fails leaves nothing of itself, and says file and line", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(
      "migrations/0002_broken.sql",
      "create table core.half (id integer);\nselect no_such_column\nfrom core.half;",
    );
    await assert.rejects(migrate(), /migrations\/0002_broken\.sql:2: .*no_such_column/);
    const [row] = await ask(
      "select to_regclass('core.half') as half, (select count(*)::int from migrations.applied) as n",
    );
    assert.deepEqual({ ...row }, { half: null, n: 1 });
  }));

Deno.test("db:new takes the next number and wants one idea", () =>
  withSqlFolder(async ({ dir, migrate }) => {
    assert.equal(await newMigration(dir, "things_have_weight"), "migrations/0002_things_have_weight.sql");
    await assert.rejects(newMigration(dir, "Two Ideas"), /snake_case/);
    await assert.rejects(newMigration(dir, undefined), /snake_case/);
    assert.equal((await migrate()).migrations.length, 2);
  }));
