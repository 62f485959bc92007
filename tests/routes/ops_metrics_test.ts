import assert from "node:assert/strict";
import { einvoiceWorld, invoice, rival } from "../support/einvoice_world.ts";
import { openDatabase } from "../../db/pool.ts";
import { withSystem } from "../../db/tenant.ts";

const world = await einvoiceWorld();
Deno.test.afterAll(() => world.close());

const metrics = async () => new TextDecoder().decode(await world.raw("/metrics"));
const figure = (text: string, line: string) => {
  const found = text.split("\n").find((each) => each.startsWith(`${line} `));
  return found === undefined ? undefined : Number(found.slice(line.length + 1));
};

Deno.test("metrics tell of the installation's queues, failed calls, breakers and oldest open documents, in sums alone", async () => {
  await world.fault({ kind: "http_503", times: 2 });
  const waiting = await world.post(invoice());
  await world.post(invoice(), "owner@rival.test");
  await world.run();
  await world.run(rival);
  await world.admin`insert into ops.breakers (portal, environment, provider, state, failures, retry_at, opened_at)
    values ('ewb', 'production', 'a "quoted" one', 'open', 5, now(), now())`;
  world.later(600);
  await world
    .admin`update einvoice.e_invoices set created_at = now() - interval '5 minutes' where voucher_id = ${waiting.id}`;
  await world.admin`update ops.api_calls set called_at = now() where outcome <> 'done'`;
  const text = await metrics();
  assert.equal(
    figure(text, 'pakka_api_calls_failed_last_hour{portal="irp",outcome="unknown"}'),
    2,
    "of both companies",
  );
  assert.equal(figure(text, 'pakka_e_invoices_open{status="unknown"}'), 2);
  assert.ok((figure(text, "pakka_e_invoice_oldest_pending_seconds") ?? 0) >= 299);
  assert.equal(figure(text, "pakka_e_way_bill_oldest_pending_seconds"), 0);
  const breaker = 'pakka_breaker_open{portal="ewb",provider="a \\"quoted\\" one",environment="production"}';
  assert.equal(figure(text, breaker), 1, text);
  assert.ok(!/[0-9a-f]{8}-[0-9a-f]{4}-/.test(text), "no id of anything");
  await world.admin`delete from ops.breakers`;
  assert.equal(figure(await metrics(), breaker), 1, "asked again at once, the sums are those of before");
});

Deno.test("the sums open no row: what opens them to their maker opens nothing to the app", async () => {
  const app = openDatabase(world.database.appUrl, { max: 1 });
  try {
    const seen = await withSystem(app, async (sql) => {
      await sql`select set_config('app.measuring', 'on', true)`;
      return await sql`select id from einvoice.e_invoices`;
    });
    assert.equal(seen.length, 0);
    const [after] = await withSystem(app, async (sql) => {
      await sql`select * from ops.measure()`;
      return await sql`select current_setting('app.measuring', true) as on`;
    });
    assert.equal(after?.on, "");
  } finally {
    await app.end();
  }
});
