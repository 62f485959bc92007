import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { tenantForeignKeys, tenantRelations } from "../support/catalogue.ts";
import { freshDatabase } from "../support/database.ts";

/** What the requirements ask of tables, keys and indexes, asked of the catalogue. */

const database = await freshDatabase();
const admin = openDatabase(database.adminUrl, { max: 1 });
const tables = (await tenantRelations(admin)).filter(({ isView }) => !isView);
Deno.test.afterAll(async () => {
  await admin.end();
  await database.drop();
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
const columnsOf = (name: string) => tables.find((table) => table.name === name)?.columns ?? [];

/** The leading columns of every index, and whether the index is unique. */
async function indexesOf(table: string): Promise<{ columns: string[]; unique: boolean }[]> {
  return [
    ...await admin<{ columns: string[]; unique: boolean }[]>`
    select array(select a.attname::text from unnest(i.indkey) with ordinality as k (at, place)
                 join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = k.at order by k.place) as columns,
           i.indisunique as unique
    from pg_index as i where i.indrelid = ${table}::regclass`,
  ];
}

async function assertIndexed(table: string, ...leading: string[]): Promise<void> {
  const found = (await indexesOf(table)).some(({ columns }) => leading.every((name, at) => columns[at] === name));
  assert.ok(found, `${table} has no index that begins with ${leading.join(", ")}`);
}

test("R12.1 numbering_series has tenant, voucher type, format and where its sequence starts; counters hold where it stands", async () => {
  const wanted = [
    "tenant_id",
    "voucher_type",
    "prefix",
    "format",
    "start_number",
    "padding",
    "reset_frequency",
    "is_default",
  ];
  assert.deepEqual(wanted.filter((name) => !columnsOf("billing.numbering_series").includes(name)), []);
  assert.ok(columnsOf("billing.numbering_counters").includes("next_number"));
  await assertIndexed("billing.numbering_counters", "tenant_id", "series_id", "period");
});

test("R12.2 numbering_history keeps every number with its series, voucher and moment", async () => {
  const wanted = ["tenant_id", "series_id", "sequence", "number", "voucher_id", "generated_at", "generated_by"];
  assert.deepEqual(wanted.filter((name) => !columnsOf("billing.numbering_history").includes(name)), []);
  const unique = (await indexesOf("billing.numbering_history")).filter((index) => index.unique).map(({ columns }) =>
    columns.join()
  );
  assert.ok(unique.includes("tenant_id,series_id,period,sequence") && unique.includes("tenant_id,voucher_id"));
});

test("R12.3 numbering_series is indexed by tenant and voucher type", () =>
  assertIndexed("billing.numbering_series", "tenant_id", "voucher_type"));

test("R12.4 an IRN stands once: a unique key, and e_invoices refuses the second", async () => {
  const unique = (await indexesOf("einvoice.e_invoices")).filter((index) => index.unique).map(({ columns }) =>
    columns.join()
  );
  assert.ok(unique.includes("tenant_id,irn"));
});

test("R12.6 every voucher_id is a foreign key to vouchers", async () => {
  const keys = await tenantForeignKeys(admin);
  const toVouchers = keys.filter(({ parent }) => parent === "billing.vouchers").map(({ child, columns }) =>
    `${child}.${columns}`
  );
  const pointers = tables.filter(({ columns }) => columns.includes("voucher_id")).map(({ name }) =>
    `${name}.voucher_id`
  );
  assert.ok(pointers.length >= 4);
  assert.deepEqual(pointers.filter((pointer) => !toVouchers.includes(pointer)), []);
});

test("R12.8 every table of a company has tenant_id, uuid, never null, first in its key", async () => {
  const [keys] = await admin`
    select array_agg(a.attrelid::regclass::text) filter (where a.atttypid <> 'uuid'::regtype or not a.attnotnull) as loose
    from pg_attribute as a
    where a.attname = 'tenant_id' and not a.attisdropped and a.attrelid::regclass::text = any (${
    tables.map(({ name }) => name)
  })`;
  assert.equal(keys?.loose, null);
  for (const { name } of tables.filter(({ tenantColumn }) => tenantColumn === "tenant_id")) {
    if (name !== "core.credentials") await assertIndexed(name, "tenant_id"); // reached by e-mail, before a tenant is known
  }
});

test("R12.9 what is filtered by status is indexed for it", async () => {
  await assertIndexed("einvoice.e_invoices", "tenant_id", "status");
  await assertIndexed("einvoice.submissions", "tenant_id", "submission_status");
  await assertIndexed("einvoice.cancellations", "tenant_id", "cancellation_status");
});

test("R12.10 every id is a uuid and, with its company, the primary key", async () => {
  const wrong = await admin`
    select a.attrelid::regclass::text as name from pg_attribute as a
    where a.attname = 'id' and not a.attisdropped and a.attrelid::regclass::text = any (${
    tables.map(({ name }) => name)
  })
      and a.atttypid <> 'uuid'::regtype`;
  assert.deepEqual([...wrong], []);
  for (
    const { name, columns } of tables.filter((table) => table.columns.includes("id") && table.name !== "core.tenants")
  ) {
    if (columns.includes("tenant_id")) await assertIndexed(name, "tenant_id", "id");
  }
});
