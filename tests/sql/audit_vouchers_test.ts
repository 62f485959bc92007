import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { setUpTenant } from "../../domain/core/mod.ts";
import { fixedClock, systemClock } from "../../domain/shared/context.ts";
import { demoCompany } from "../../routes/demo/companies.ts";
import { freshDatabase } from "../support/database.ts";
import { acting } from "../support/tenants.ts";

const database = await freshDatabase();
const app = openDatabase(database.appUrl, { max: 2 });
const admin = openDatabase(database.adminUrl, { max: 1 });
await setUpTenant(admin, demoCompany, systemClock);
const act = acting(app, demoCompany.id, { clock: fixedClock("2026-11-20T10:00:00Z") });

Deno.test.afterAll(async () => {
  await Promise.all([app.end(), admin.end()]);
  await database.drop();
});

const invoice = () => ({
  type: "tax_invoice",
  date: "2026-11-20",
  party: {
    name: "Rivalry Traders",
    gstin: "29AAGCB7383J1Z4",
    address: "12 MG Road",
    city: "Bengaluru",
    pincode: "560001",
    stateCode: "29",
  },
  lines: [{ description: "Laptop", hsn: "847130", quantity: "2", unit: "NOS", rate: "50000", gstRate: "18" }],
});

async function post(count: number): Promise<string[]> {
  const docs = Array.from({ length: count }, () => ({ document: invoice() }));
  const rows = await act(({ sql }) => sql`select * from billing.post_vouchers(${sql.json(docs)})`);
  for (const row of rows) assert.equal(row.outcome, "posted", row.answer);
  return rows.map((row) => row.voucher_id);
}

const verify = () => act(async ({ sql }) => (await sql`select audit.verify() as found`)[0]?.found);

Deno.test("every posted voucher has its event, with its type and its money as stored", async () => {
  const ids = await post(3);
  const events = await act(({ sql }) =>
    sql`select entity_id, voucher_type, after ->> 'total_amount' as total from audit.events
        where entity = 'billing.vouchers' and action = 'insert' order by entity_id`
  );
  assert.deepEqual(events.map((event) => event.entity_id), [...ids].sort());
  assert.deepEqual({ ...events[0] }, {
    entity_id: events[0]?.entity_id,
    voucher_type: "tax_invoice",
    total: "118000.00",
  });
  assert.equal((await verify()).valid, true);
});

Deno.test("a voucher put in or taken out behind the triggers is found, sealed or not", async () => {
  const [id] = await post(1);
  await admin`alter table audit.events disable trigger append_only`;
  const [kept] = await admin`delete from audit.events where entity_id = ${id ?? ""} returning *`;
  const found = await verify();
  assert.deepEqual(found.problems, [{ kind: "voucher_without_event", sealNo: null, id }]);
  await admin`insert into audit.events ${
    admin(kept ?? {}, "tenant_id", "id", "actor_kind", "action", "entity", "entity_id", "after")
  }`;
  await admin`insert into audit.events (tenant_id, actor_kind, action, entity, entity_id, after)
    values (${demoCompany.id}, 'user', 'insert', 'billing.vouchers', gen_random_uuid(), '{}')`;
  assert.deepEqual((await verify()).problems.map((p: { kind: string }) => p.kind), ["voucher_lost"]);
});
