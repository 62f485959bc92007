import assert from "node:assert/strict";
import { openPortal } from "../../../domain/einvoice/portal.ts";
import { deriveKeys } from "../../../domain/shared/keys.ts";
import { resealSecrets, sealedColumns } from "../../../domain/shared/reseal.ts";
import { openSecret, sealSecret } from "../../../domain/shared/secret_box.ts";
import { testSecret } from "../../support/app.ts";
import {
  credentialsOf,
  type EInvoiceWorld,
  einvoiceWorld,
  gstinOf,
  house,
  rival,
} from "../../support/einvoice_world.ts";

let world: EInvoiceWorld;
Deno.test.beforeAll(async () => void (world = await einvoiceWorld()));
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const newSecret = "the secret that takes its place, long enough";
const third = "a third secret, which comes after the second";
const both = await deriveKeys(newSecret, [testSecret]);
const onlyNew = await deriveKeys(newSecret);
const boxes = () =>
  world.admin`
    select tenant_id, id, password_encrypted as box, gstin from einvoice.registrations
    union all select tenant_id, id, client_secret_encrypted, gstin from ewaybill.registrations`;
const opens = (keys: typeof both) => async (tenant: typeof house) => {
  const portal = await openPortal(world.context(tenant), { ...world.deps, keys }, gstinOf(tenant));
  return "errorCode" in portal ? portal.errorMessage : portal.registration.password;
};

test("every column that holds boxes is in the list", async () => {
  const found = await world.admin<{ name: string }[]>`
    select c.oid::regclass || '.' || a.attname as name
    from pg_attribute as a join pg_class as c on c.oid = a.attrelid
    where a.attname like '%\\_encrypted' and c.relkind in ('r', 'p') and not a.attisdropped order by 1`;
  const listed = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  assert.deepEqual([...found.map(({ name }) => name), "core.idempotency_keys.answer"].sort(), listed.sort());
});

test("without the old secret the operator is told which key is missing, and what to do", async () => {
  const { left, resealed } = await resealSecrets(world.workerDb, onlyNew);
  assert.equal(resealed, 0);
  const [[why, count] = ["", 0]] = left;
  assert.match(why, /sealed under key [0-9a-f]{8}, .*PAKKA_OLD_SECRETS/);
  assert.equal(count, 8);
  assert.match(await opens(onlyNew)(house), /do not open/);
});

test("secrets of two companies are sealed anew while they are read, and the old secret is needed no more", async () => {
  const before = await boxes();
  let reading = true;
  let reads = 0;
  const reader = (async () => {
    while (reading) {
      for (const tenant of [house, rival]) {
        assert.equal(await opens(both)(tenant), credentialsOf(tenant).password);
        reads++;
      }
    }
  })();
  const lines: string[] = [];
  const { resealed, left } = await resealSecrets(world.workerDb, both, (line) => lines.push(line));
  reading = false;
  await reader;
  assert.deepEqual([resealed, left.size], [8, 0]);
  assert.ok(reads >= 2);
  assert.ok(lines.includes("einvoice.registrations.password_encrypted: 2 sealed anew"), lines.join("\n"));
  for (const tenant of [house, rival]) assert.equal(await opens(onlyNew)(tenant), credentialsOf(tenant).password);
  for (const { box } of await boxes()) assert.ok(!before.some((old) => old.box === box));
  assert.equal((await resealSecrets(world.workerDb, both)).resealed, 0, "again changes nothing");
  const trail = await world
    .admin`select after from audit.events where entity = 'einvoice.registrations' and action = 'update'`;
  assert.ok(trail.length > 0 && trail.every(({ after }) => JSON.stringify(after).includes("•")));
});

test("a webhook's secret and an answer that showed it outlive the old secret", async () => {
  const asked = {
    as: "owner@house.test",
    body: { url: "https://hooks.example/" },
    headers: { "idempotency-key": "hook" },
  };
  const made = await world.api("POST /api/webhooks", asked);
  await world.api(`POST /api/webhooks/${made.body.id}/rotate-secret`, { as: "owner@house.test" });
  const { resealed, left } = await resealSecrets(world.workerDb, both);
  assert.deepEqual([resealed, left.size], [3, 0]);
  const [hook] = await world.admin`select * from ops.webhooks where id = ${made.body.id}`;
  const place = { tenantId: house.id, table: "ops.webhooks", rowId: made.body.id };
  const old = openSecret(onlyNew, { ...place, column: "old_secret_encrypted" }, hook!.old_secret_encrypted);
  assert.equal(old, made.body.secret);
  const [kept] = await world.admin`select answer from core.idempotency_keys where key = 'hook'`;
  const answer = { tenantId: house.id, table: "core.idempotency_keys", column: "answer", rowId: "hook" };
  assert.deepEqual(JSON.parse(openSecret(onlyNew, answer, kept!.answer)), made.body);
});

test("many are sealed anew in batches, each opening at every moment, and one that could not be opened stops none", async () => {
  const all = await deriveKeys(third, [newSecret, testSecret]);
  const place = (tenantId: string, rowId: string) => (
    { tenantId, table: "einvoice.registrations", column: "password_encrypted", rowId }
  );
  const rows = [...Array(450).fill(house), ...Array(250).fill(rival)].map((tenant, n) => {
    const id = crypto.randomUUID();
    const sealed = sealSecret(n % 2 ? both : onlyNew, place(tenant.id, id), `password ${id}`);
    return { tenant_id: tenant.id, id, gstin: gstinOf(tenant), password_encrypted: n === 7 ? `${sealed}AAAA` : sealed };
  });
  await world.admin`
    insert into einvoice.registrations (tenant_id, id, gstin, environment, client_id, client_secret_encrypted, username, password_encrypted, is_active)
    select tenant_id, id, gstin, 'sandbox', 'c', 'none', 'u', password_encrypted, false
    from jsonb_to_recordset(${
    world.admin.json(rows)
  }) as r (tenant_id uuid, id uuid, gstin text, password_encrypted text)`;
  const readAll = async (keys: typeof both) => {
    const found = await world.admin`
      select tenant_id, id, password_encrypted as box from einvoice.registrations where username = 'u' and id <> ${
      rows[7]!.id
    }`;
    for (const { tenant_id, id, box } of found) {
      assert.equal(openSecret(keys, place(tenant_id, id), box), `password ${id}`);
    }
    return found.length;
  };
  let running = true;
  const reading = (async () => {
    let errors = 0;
    while (running) await readAll(all).catch(() => errors++);
    return errors;
  })();
  const [{ left }] = await Promise.all([resealSecrets(world.workerDb, all), resealSecrets(world.workerDb, all)]);
  running = false;
  assert.equal(await reading, 0);
  assert.deepEqual([...left.values()], [1]);
  assert.equal(await readAll(await deriveKeys(third)), 699);
  await world.admin`delete from einvoice.registrations where username = 'u'`;
});

test("a box of another company's row does not open, sealed anew or not", async () => {
  const [one, other] = await world.admin`
    select tenant_id, id, password_encrypted as box from einvoice.registrations order by tenant_id`;
  const place = { table: "einvoice.registrations", column: "password_encrypted" };
  assert.throws(() => openSecret(both, { ...place, tenantId: other!.tenant_id, rowId: other!.id }, one!.box));
  await world.admin`update einvoice.registrations set password_encrypted = ${other!.box} where id = ${one!.id}`;
  assert.match(await opens(await deriveKeys(third))(house), /do not open/);
  const { left } = await resealSecrets(
    world.workerDb,
    await deriveKeys("a fourth secret, which comes after the third", [third]),
  );
  assert.match([...left.keys()].join(), /einvoice.registrations .*: altered, or sealed for another place/);
});
