import assert from "node:assert/strict";
import { withSqlFolder } from "./sql_folder.ts";

const csv = "reference/core.things.csv";

Deno.test("reference rows follow their file: added, changed, deleted; an empty cell is null", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    const rows = async () => (await ask("select * from core.things order by code")).map((row) => ({ ...row }));
    await write(csv, 'code,name,tags,parent\nb,"said ""hi"", left","{x,y}",a\na,,,\n');
    assert.deepEqual((await migrate()).reference, ["core.things"]);
    assert.deepEqual(await rows(), [
      { code: "a", name: null, tags: null, parent: null },
      { code: "b", name: 'said "hi", left', tags: ["x", "y"], parent: "a" },
    ]);
    assert.deepEqual((await migrate()).reference, []);
    await write(csv, "code,name,tags,parent\na,apple,,\n");
    await migrate();
    assert.deepEqual(await rows(), [{ code: "a", name: "apple", tags: null, parent: null }]);
  }));

Deno.test("a row whose cells did not change is not written again", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    const places = () => ask("select code, xmin::text from core.things order by code");
    await write(csv, "code,name\na,apple\nb,bean\n");
    await migrate();
    const before = await places();
    await write(csv, "code,name\na,apple\nb,beet\n");
    await migrate();
    const after = await places();
    assert.equal(after[0]?.xmin, before[0]?.xmin);
    assert.notEqual(after[1]?.xmin, before[1]?.xmin);
  }));

Deno.test("tables are filled parents first and emptied children first, whatever their names", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    await write(
      "migrations/0002_parts.sql",
      "create table core.a_parts (id integer primary key, thing text not null references core.things);",
    );
    await write(csv, "code,name\na,apple\nb,bean\n");
    await write("reference/core.a_parts.csv", "id,thing\n1,a\n2,b\n");
    await migrate();
    await write(csv, "code,name\nc,corn\n");
    await write("reference/core.a_parts.csv", "id,thing\n3,c\n");
    await migrate();
    assert.deepEqual((await ask("select id, thing from core.a_parts")).map((row) => ({ ...row })), [{
      id: 3,
      thing: "c",
    }]);
  }));

Deno.test("a file that does not fit its table is refused by name, and nothing of it stays", () =>
  withSqlFolder(async ({ write, migrate, ask }) => {
    const wrong: [string, RegExp][] = [
      ["code,colour\na,red\n", /core\.things has no column "colour"/],
      ["name\napple\n", /primary key code is missing/],
      ["code,name\na\n", /row 1 .*number of cells/],
      ["code,name,parent\na,apple,zz\n", /core\.things\.csv: .*foreign key/],
    ];
    for (const [text, message] of wrong) {
      await write(csv, text);
      await assert.rejects(migrate(), message);
    }
    await write(csv, "code\n");
    await write("reference/core.nothing.csv", "code\na\n");
    await assert.rejects(migrate(), /there is no table core\.nothing/);
    assert.equal((await ask("select 1 from core.things")).length, 0);
  }));
