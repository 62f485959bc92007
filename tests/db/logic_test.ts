import assert from "node:assert/strict";
import { functionText, withSqlFolder } from "./sql_folder.ts";

const nameOf = "logic/core/functions/name_of.sql";

Deno.test("logic is applied once and again only when its text changes", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(
      nameOf,
      functionText("core.name_of(p_code text)", "text", "select name from core.things where code = p_code"),
    );
    assert.equal((await migrate()).logic, 1);
    assert.equal((await migrate()).logic, 0);
    await write(
      nameOf,
      functionText("core.name_of(p_code text)", "text", "select upper(name) from core.things where code = p_code"),
    );
    assert.equal((await migrate()).logic, 1);
    const [row] = await ask("insert into core.things values ('a', 'apple'); select core.name_of('a') as name").then((
      r,
    ) => r.flat());
    assert.equal(row?.name ?? (await ask("select core.name_of('a') as name"))[0]?.name, "APPLE");
  }));

Deno.test("a changed return type or parameter list lays everything again, and no old overload stays", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(
      nameOf,
      functionText("core.name_of(p_code text)", "text", "select name from core.things where code = p_code"),
    );
    await write(
      "logic/core/views/named.sql",
      "create or replace view core.named with (security_invoker = true) as select core.name_of(code) as name from core.things;",
    );
    await migrate();
    await write(
      nameOf,
      functionText("core.name_of(p_code text)", "integer", "select length(name) from core.things where code = p_code"),
    );
    assert.equal((await migrate()).logic, 2);
    await write(
      nameOf,
      functionText("core.name_of(p_code text, p_extra integer default 1)", "integer", "select p_extra"),
    );
    assert.equal((await migrate()).logic, 2);
    const rows = await ask(
      "select pg_get_function_identity_arguments(oid) as args from pg_proc where proname = 'name_of'",
    );
    assert.deepEqual(rows.map((row) => row.args), ["p_code text, p_extra integer"]);
  }));

Deno.test("what left sql/logic leaves the database; what a migration made stays", () =>
  withSqlFolder(async ({ write, remove, migrate, ask }) => {
    await write(
      "migrations/0002_own.sql",
      `${functionText("core.own()", "text", "select 'x'")}
      create type core.pair as (a text, b text); create view core.kept as select 1 as one;
      alter table core.things alter name set default core.own();`,
    );
    await write(nameOf, functionText("core.name_of(p_code text)", "text", "select p_code"));
    await write("logic/core/types/mood.sql", "create type core.mood as (word text);");
    await migrate();
    await remove(nameOf);
    await migrate();
    const [row] = await ask(
      `select to_regprocedure('core.name_of(text)')::text as gone, to_regprocedure('core.own()')::text as own,
      to_regtype('core.pair')::text as pair, to_regtype('core.mood')::text as mood, to_regclass('core.kept')::text as kept`,
    );
    assert.deepEqual({ ...row }, {
      gone: null,
      own: "core.own()",
      pair: "core.pair",
      mood: "core.mood",
      kept: "core.kept",
    });
  }));

Deno.test("files may need one another in any order: a function of a view's rows, a view upon a view", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    const view = (name: string, query: string) =>
      `create or replace view core.${name} with (security_invoker = true) as ${query};`;
    await write("logic/core/views/a_last.sql", view("a_last", "select * from core.z_first"));
    await write("logic/core/views/z_first.sql", view("z_first", "select code from core.things"));
    await write(
      "logic/core/functions/all_last.sql",
      functionText("core.all_last()", "setof core.a_last", "select * from core.a_last"),
    );
    await write(
      "logic/core/triggers/things__watched.sql",
      `create or replace trigger watched after insert on core.things for each statement execute function core.watch();`,
    );
    await write(
      "logic/core/functions/watch.sql",
      `create or replace function core.watch() returns trigger language plpgsql set search_path = '' as $$ begin return null; end $$;`,
    );
    assert.equal((await migrate()).logic, 5);
    await write("logic/core/views/z_first.sql", view("z_first", "select name, code from core.things"));
    assert.equal((await migrate()).logic, 5, "a column that moves cannot be replaced in place");
    await ask("select * from core.all_last()");
  }));

Deno.test("a migration that begins with -- drops logic may change a column that a view shows", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(
      "logic/core/views/named.sql",
      "create or replace view core.named with (security_invoker = true) as select name from core.things;",
    );
    await migrate();
    const change = "alter table core.things alter name type varchar(40);";
    await write("migrations/0002_short_names.sql", change);
    await assert.rejects(migrate(), /0002_short_names\.sql.*view/);
    await write("migrations/0002_short_names.sql", `-- drops logic\n${change}`);
    assert.deepEqual((await migrate()).migrations, ["0002_short_names"]);
    await ask("select name from core.named");
  }));

Deno.test("a file whose object is not the one its path spells is refused", () =>
  withSqlFolder(async ({ write, remove, migrate }) => {
    const wrong: Record<string, string> = {
      [nameOf]: functionText("core.other()", "text", "select 'x'"),
      "logic/core/views/shown.sql": "create or replace view core.hidden as select 1 as one;",
      "logic/core/triggers/things__watched.sql":
        "create trigger watched after insert on core.others execute function core.watch();",
      "logic/core/oddments.sql": "select 1;",
      "logic/core/functions/empty.sql": "-- create or replace function core.empty()",
    };
    for (const [path, text] of Object.entries(wrong)) {
      await write(path, text);
      await assert.rejects(migrate(), (error: Error) => error.message.startsWith(`sql/${path}`));
      await remove(path);
    }
  }));

Deno.test("a body that names what is not there is refused at deploy, and the old logic stays", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(nameOf, functionText("core.name_of(p_code text)", "text", "select 'old'"));
    await migrate();
    await write(nameOf, functionText("core.name_of(p_code text)", "text", "select nmae from core.things"));
    await assert.rejects(migrate(), /core\.name_of\(text\).*nmae/);
    assert.equal((await ask("select core.name_of('a') as name"))[0]?.name, "old");
  }));

Deno.test("policies and grants are laid again with what they stand on", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(nameOf, functionText("core.name_of(p_code text)", "text", "select p_code"));
    await write(
      "logic/core/policies.sql",
      "drop policy if exists named on core.things; create policy named on core.things using (code = (select core.name_of(code)));",
    );
    await write("logic/core/grants.sql", "grant execute on function core.name_of(text) to pakka_app;");
    await migrate();
    await write(nameOf, functionText("core.name_of(p_code text)", "varchar", "select p_code"));
    await migrate();
    const [row] = await ask(
      "select has_function_privilege('pakka_app', 'core.name_of(text)', 'execute') as may, count(*)::int as policies from pg_policy",
    );
    assert.deepEqual({ ...row }, { may: true, policies: 1 });
  }));
