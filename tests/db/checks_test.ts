import assert from "node:assert/strict";
import postgres from "postgres";
import { findBrokenPromises } from "../../db/tools/checks.ts";
import { readFiles, repositorySql } from "../../db/tools/files.ts";
import { withConnection } from "../../db/tools/connection.ts";
import { freshDatabase } from "../support/database.ts";

/** A tenant table as it should be: each planted fault below takes one thing away from it. */
const goodTable = `
  create table billing.planted (
    tenant_id uuid not null references core.tenants, id uuid not null, total numeric(18,2), primary key (tenant_id, id));
  alter table billing.planted enable row level security;
  alter table billing.planted force row level security;
  create policy tenant_rows on billing.planted for all
    using (tenant_id = (select core.current_tenant())) with check (tenant_id = (select core.current_tenant()));
  comment on table billing.planted is 'planted';
`;
const planted = "billing.planted";
const fn = (options: string, body = "select 1") =>
  `create function billing.planted() returns integer language sql ${options} as $$ ${body} $$;
   comment on function billing.planted() is 'planted'; revoke all on function billing.planted() from public;`;

/** A fault each check must see: what is planted, and what the finding names. */
const faults: [check: string, plant: string, object: string][] = [
  ["tenant_tables_force_row_security", "alter table billing.planted no force row level security", planted],
  ["tenant_tables_force_row_security", "alter table billing.planted disable row level security", planted],
  ["tenant_tables_force_row_security", "drop policy tenant_rows on billing.planted", planted],
  ["tables_without_tenant_are_listed", "create table billing.loose (id uuid primary key)", "billing.loose"],
  ["keys_lead_with_tenant", "create unique index planted_total on billing.planted (total)", "billing.planted_total"],
  [
    "keys_lead_with_tenant",
    "create unique index planted_swapped on billing.planted (id, tenant_id)",
    "billing.planted_swapped",
  ],
  ["keys_lead_with_tenant", "alter table billing.planted drop constraint planted_pkey", planted],
  [
    "keys_lead_with_tenant",
    `alter table billing.planted add unique (id);
     create table billing.child (tenant_id uuid, id uuid primary key, planted_id uuid constraint crosses references billing.planted (id))`,
    "billing.child.crosses",
  ],
  ["policies_name_the_tenant", "create policy wide on billing.planted for select using (true)", "billing.planted.wide"],
  [
    "policies_name_the_tenant",
    "create policy loose on billing.planted for insert with check (true)",
    "billing.planted.loose",
  ],
  [
    "policies_name_the_tenant",
    "alter policy tenant_rows on billing.planted using (tenant_id = core.current_tenant())",
    "billing.planted.tenant_rows",
  ],
  [
    "policy_functions_are_not_immutable",
    `create function billing.fixed() returns uuid language sql immutable set search_path = '' as $$ select null::uuid $$;
     create policy frozen on billing.planted as restrictive using (tenant_id = billing.fixed())`,
    "billing.fixed()",
  ],
  ["views_run_as_the_caller", "create view billing.shown as select * from billing.planted", "billing.shown"],
  ["no_materialized_views", "create materialized view billing.stale as select * from billing.planted", "billing.stale"],
  ["functions_fix_search_path", fn("stable"), "billing.planted()"],
  ["no_security_definer", fn("security definer set search_path = ''"), "billing.planted()"],
  [
    "no_leakproof_functions",
    `reset role; ${fn("leakproof set search_path = ''")} alter function billing.planted() owner to pakka_owner`,
    "billing.planted()",
  ],
  ["nothing_for_public", "grant select on billing.planted to public", planted],
  [
    "nothing_for_public",
    `${fn("set search_path = ''")} grant execute on function billing.planted() to public`,
    "billing.planted()",
  ],
  ["nothing_for_public", "grant usage on schema billing to public", "schema billing"],
  ["nothing_for_public", "reset role; grant create on schema public to public", "schema public"],
  [
    "foreign_keys_are_indexed",
    `create table billing.child (tenant_id uuid, id uuid, planted_id uuid, primary key (tenant_id, id),
       constraint child_of_planted foreign key (tenant_id, planted_id) references billing.planted (tenant_id, id))`,
    "billing.child.child_of_planted",
  ],
  ["values_are_exact", "alter table billing.planted add rate double precision", "billing.planted.rate"],
  ["values_are_exact", "alter table billing.planted add due timestamp", "billing.planted.due"],
  ["values_are_exact", "alter table billing.planted add name varchar(20)[]", "billing.planted.name"],
  ["everything_is_commented", "comment on table billing.planted is null", planted],
  [
    "everything_is_commented",
    `${fn("set search_path = ''")} comment on function billing.planted() is null`,
    "billing.planted()",
  ],
  ["everything_is_commented", "create type billing.mood as (word text)", "billing.mood"],
  ["roles_are_ordinary", "reset role; alter role pakka_app bypassrls", "pakka_app"],
  ["roles_are_ordinary", "reset role; grant pakka_owner to pakka_worker", "pakka_worker"],
  ["roles_are_ordinary", "reset role; grant create on schema billing to pakka_app", "pakka_app"],
  [
    "roles_are_ordinary",
    "reset role; create table public.owned (); alter table public.owned owner to pakka_reader",
    "pakka_reader",
  ],
  ["roles_hold_no_table_powers", "grant truncate on billing.planted to pakka_app", planted],
  ["roles_hold_no_table_powers", "grant insert on billing.planted to pakka_reader", planted],
  [
    "roles_hold_no_table_powers",
    "create sequence billing.counter; grant usage on sequence billing.counter to pakka_worker",
    "billing.counter",
  ],
  [
    "partitions_are_not_granted",
    `create table billing.parted (at date) partition by range (at);
     create table billing.parted_1 partition of billing.parted default; grant select on billing.parted_1 to pakka_app`,
    "billing.parted_1",
  ],
  ["history_is_append_only", "grant delete on ledger.ledger_entries to pakka_app", "ledger.ledger_entries"],
  ["history_is_append_only", "grant update (after) on audit.events to pakka_worker", "audit.events"],
  ["every_mutation_is_audited", "select 1", planted],
];

const undo = new Error("undo");

Deno.test("every promise of sql/checks is kept by the database sql/ makes", async () => {
  const database = await freshDatabase();
  const findings = await withConnection(database.adminUrl, (sql) => findBrokenPromises(sql));
  await database.drop();
  assert.deepEqual(findings, []);
});

Deno.test("every check sees the fault it is there for", async (t) => {
  const database = await freshDatabase();
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => {} });
  for (const [check, plant, object] of faults) {
    await t.step(`${check}: ${plant.replace(/\s+/g, " ").slice(0, 90)}`, async () => {
      let seen: string[] = [];
      await sql.begin(async (tx) => {
        await tx.unsafe(`set local role pakka_owner; ${goodTable} ${plant}; reset role`);
        const findings = await findBrokenPromises(tx);
        seen = findings.filter((one) => one.check === `checks/${check}.sql`).map((one) => one.object);
        throw undo;
      }).catch((error) => assert.equal(error, undo));
      assert.ok(seen.includes(object), `saw ${JSON.stringify(seen)}`);
    });
  }
  await sql.end();
  await database.drop();
});

Deno.test("no check is without a fault that it sees", async () => {
  const files = await readFiles(repositorySql, "checks", ".sql");
  const tried = new Set(faults.map(([check]) => `checks/${check}.sql`));
  assert.deepEqual(files.map((file) => file.path).filter((path) => !tried.has(path)), []);
});
