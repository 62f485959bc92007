import assert from "node:assert/strict";
import postgres from "postgres";
import { freshDatabase } from "../support/database.ts";

/** Requirement 12 and what of requirement 15 the catalogue can show: asked of the migrated database, not of the files. */
const database = await freshDatabase();
const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
Deno.test.afterAll(async () => {
  await sql.end();
  await database.drop();
});

const ours = ["core", "billing", "gst", "ledger", "inventory", "einvoice", "ewaybill", "tds", "audit", "ops", "payout"];
const columns = async (table: string) => {
  const rows =
    await sql`select attname as name, format_type(atttypid, null) as type, attnotnull as needed from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`;
  return Object.fromEntries(rows.map(({ name, type, needed }) => [name, `${type}${needed ? "" : " or null"}`]));
};
/** The columns of each index of a table, as `a, b`. */
const indexes = async (table: string, unique = false) => {
  const rows = await sql`
    select (select string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' order by n) from generate_series(1, i.indnkeyatts) as n) as of
    from pg_index as i where i.indrelid = ${table}::regclass and (i.indisunique or not ${unique})`;
  return rows.map((row) => row.of as string);
};
/** Tables that hold a company's rows. */
const tenantTables = async () => {
  const rows = await sql`
    select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ${sql(ours)} and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select 1 from pg_attribute as a where a.attrelid = c.oid and a.attname = 'tenant_id')`;
  return rows.map((row) => row.name as string);
};

Deno.test("R12.1 numbering_series holds tenant, voucher type, format and where the sequence starts; counters where it stands", async () => {
  const series = await columns("billing.numbering_series");
  for (
    const [name, type] of Object.entries({
      tenant_id: "uuid",
      voucher_type: "text",
      name: "text",
      prefix: "text",
      format: "text",
      start_number: "bigint",
      padding: "integer",
      reset_frequency: "text",
      is_default: "boolean",
    })
  ) assert.equal(series[name], type, name);
  const counters = await columns("billing.numbering_counters");
  assert.deepEqual(counters, { tenant_id: "uuid", series_id: "uuid", period: "text", next_number: "bigint" });
});

Deno.test("R12.2 numbering_history holds every number with its series, voucher and moment, each given once", async () => {
  const history = await columns("billing.numbering_history");
  assert.deepEqual([history.number, history.series_id, history.voucher_id], ["text", "uuid", "uuid"]);
  assert.equal(history.generated_at, "timestamp with time zone");
  const unique = await indexes("billing.numbering_history", true);
  assert.ok(unique.includes("tenant_id, series_id, period, sequence"));
  assert.ok(unique.includes("tenant_id, voucher_id"));
});

Deno.test("R12.3 numbering_series is found by tenant and by voucher type", async () => {
  const found = await indexes("billing.numbering_series");
  assert.ok(found.some((of) => of.startsWith("tenant_id, voucher_type")), found.join(" | "));
  assert.ok(found.some((of) => of.startsWith("voucher_type") || of.startsWith("tenant_id, voucher_type")));
});

Deno.test("R12.4 an IRN is unique in e_invoices", async () => {
  assert.ok((await indexes("einvoice.e_invoices", true)).includes("tenant_id, irn"));
});

Deno.test("R12.5 the number of an e-way bill is unique in e_way_bills", async () => {
  assert.ok((await indexes("ewaybill.e_way_bills", true)).includes("tenant_id, ewb_number"));
});

Deno.test("R12.6 whatever names a voucher has a foreign key to vouchers, by company and id", async () => {
  const named = await sql`
    select a.attrelid::regclass::text as name, exists (
        select 1 from pg_constraint as k where k.contype = 'f' and k.conrelid = a.attrelid
          and pg_get_constraintdef(k.oid) ~ '\\(tenant_id, voucher_id\\) REFERENCES billing.vouchers\\(tenant_id, id\\)') as linked
    from pg_attribute as a join pg_class as c on c.oid = a.attrelid join pg_namespace as n on n.oid = c.relnamespace
    where a.attname = 'voucher_id' and c.relkind = 'r' and n.nspname in ${sql(ours)}`;
  assert.deepEqual(named.filter(({ linked }) => !linked).map(({ name }) => name), []);
  const names = named.map(({ name }) => name);
  for (
    const table of [
      "billing.voucher_lines",
      "billing.numbering_history",
      "ledger.ledger_entries",
      "einvoice.e_invoices",
    ]
  ) {
    assert.ok(names.includes(table), table);
  }
});

Deno.test("R12.7 e_invoices, e_way_bills, tds_details and whatever else names a voucher is found by it", async () => {
  for (
    const table of [
      "einvoice.e_invoices",
      "ewaybill.e_way_bills",
      "tds.tds_details",
      "billing.voucher_lines",
      "billing.numbering_history",
      "ledger.ledger_entries",
    ]
  ) {
    const found = await indexes(table);
    assert.ok(found.some((of) => of.startsWith("tenant_id, voucher_id")), table);
  }
});

Deno.test("R12.8 R15.1 every table of a company's rows has its tenant_id, not null, and forces row security by it", async () => {
  const tables = await tenantTables();
  for (
    const table of [
      "billing.vouchers",
      "billing.voucher_lines",
      "billing.numbering_series",
      "billing.numbering_counters",
      "billing.numbering_history",
      "billing.parties",
      "billing.items",
      "ledger.ledgers",
      "ledger.ledger_entries",
      "einvoice.e_invoices",
      "audit.events",
      "core.idempotency_keys",
    ]
  ) assert.ok(tables.includes(table), table);
  for (const table of tables) {
    const [found] = await sql`
      select c.relrowsecurity and c.relforcerowsecurity as forced, a.attnotnull as needed, a.atttypid::regtype::text as type,
        (select bool_and(p.qual ~ 'current_tenant' and coalesce(p.with_check, p.qual) ~ 'current_tenant')
         from pg_policies as p where (p.schemaname || '.' || p.tablename)::regclass = c.oid) as by_tenant
      from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attname = 'tenant_id' where c.oid = ${table}::regclass`;
    assert.equal(found?.type, "uuid", table);
    assert.equal(found?.forced, true, `${table} forces row security`);
    if (table.startsWith("billing.") || table.startsWith("ledger.")) {
      assert.deepEqual([found?.needed, found?.by_tenant], [true, true], table);
    }
  }
});

Deno.test("R12.9 what is asked by its status is found by it", async () => {
  assert.ok((await indexes("billing.vouchers")).some((of) => of.startsWith("tenant_id, status")));
  for (const table of ["einvoice.e_invoices", "ewaybill.e_way_bills", "tds.tds_details"]) {
    assert.ok((await indexes(table)).some((of) => of.startsWith("tenant_id, status")), table);
  }
});

/** Kept under what they are looked up by: an e-mail address, a request's key, a caller, a series' period, a word of a name, a line of a file, a bank's reference. */
const keyedByName = [
  "billing.numbering_counters",
  "billing.party_words",
  "core.credentials",
  "core.idempotency_keys",
  "core.rate_windows",
  "ops.api_calls", // and its month
  "ops.call_budgets",
  "payout.public_numbers",
  "payout.settlement_intake",
  "payout.settlement_rows",
  "payout.utr_registry",
];

Deno.test("R12.10 every row of a company has a UUID for its key, but for what is kept under a name", async () => {
  const keys = await sql`
    select k.conrelid::regclass::text as name,
      (select array_agg(a.attname || ' ' || a.atttypid::regtype order by o.n) from unnest(k.conkey) with ordinality as o(attnum, n)
       join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = o.attnum) as of
    from pg_constraint as k where k.contype = 'p' and k.conrelid::regclass::text in ${sql(await tenantTables())}`;
  assert.deepEqual(keys.length, (await tenantTables()).length, "each has a primary key");
  const others = keys.filter(({ of }) => !of.every((column: string) => column.endsWith(" uuid")));
  assert.deepEqual(others.map(({ name }) => name).sort(), keyedByName);
  for (
    const table of ["billing.vouchers", "billing.voucher_lines", "ledger.ledger_entries", "billing.numbering_series"]
  ) {
    assert.ok((await indexes(table, true)).includes("tenant_id, id"), table);
  }
});
