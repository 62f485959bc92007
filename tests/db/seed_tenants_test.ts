import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../db/pool.ts";
import { repositorySql } from "../../db/tools/files.ts";
import { migrateDatabase } from "../../db/tools/migrate.ts";
import { fixedClock } from "../../domain/shared/context.ts";
import { gstinOf, noon, setUpCompany } from "../support/books.ts";
import { emptyDatabase, testServer } from "../support/database.ts";
import { acting } from "../support/tenants.ts";

Deno.test("what a release adds to the chart and to the kinds, companies that are there already have after the upgrade", async () => {
  const database = await emptyDatabase();
  const { passwords } = await testServer();
  const sqlDir = await Deno.makeTempDir();
  const migrate = () => migrateDatabase({ adminUrl: database.adminUrl, passwords, sqlDir, withoutJobQueue: true });
  const append = async (file: string, row: string) => {
    const path = join(sqlDir, "reference", file);
    await Deno.writeTextFile(path, `${(await Deno.readTextFile(path)).trimEnd()}\n${row}\n`);
  };
  const db = openDatabase(database.appUrl, { max: 1 });
  try {
    await cp(repositorySql, sqlDir, { recursive: true });
    await migrate();
    const [old, another] = [
      await setUpCompany(database, "old", {}, fixedClock(noon)),
      await setUpCompany(database, "another", { pan: "AAACR9999R" }, fixedClock(noon)),
    ];
    const rows = (as: { tenantId: string }, query: string) =>
      acting(db, as.tenantId)(({ sql }) => sql.unsafe(query).then((found) => found.map((row) => Object.values(row))));
    const own =
      "insert into ledger.ledgers (tenant_id, name, group_code) values (core.current_tenant(), 'Discounts', 'capital')";
    await rows(another, own);

    await append("ledger.chart_templates.csv", "discounts,Discounts,indirect_expenses");
    const [heading = "", first = ""] = (await Deno.readTextFile(join(sqlDir, "reference/billing.voucher_kinds.csv")))
      .split("\n");
    assert.match(heading, /^voucher_type,title,default_prefix,/);
    await append("billing.voucher_kinds.csv", first.replace(/^[^,]+,[^,]+,[^,]+/, "gift_invoice,Gift Invoice,GFT"));
    await migrate();
    const ledgers = "select name from ledger.ledgers where code = 'discounts'";
    assert.deepEqual(await rows(old, ledgers), [["Discounts"]]);
    assert.deepEqual(await rows(another, ledgers), [["Discounts (discounts)"]], "the company's own has the name");
    const series = "select name, prefix, is_default from billing.numbering_series where voucher_type = 'gift_invoice'";
    for (const tenant of [old, another]) assert.deepEqual(await rows(tenant, series), [["Gift Invoice", "GFT", true]]);
    const told =
      "select distinct request_id, actor_kind from audit.events where entity = 'ledger.ledgers' and request_id = 'db:migrate'";
    assert.deepEqual(await rows(old, told), [["db:migrate", "job"]]);

    const before = await rows(old, "select id from ledger.ledgers order by id");
    await append("ledger.groups.csv", "reserves,Reserves,liability");
    await migrate();
    assert.deepEqual(await rows(old, "select id from ledger.ledgers order by id"), before, "nothing comes twice");
    assert.equal(old.gstins[0], gstinOf("29"));
  } finally {
    await db.end({ timeout: 5 });
    await Deno.remove(sqlDir, { recursive: true });
    await database.drop();
  }
});
