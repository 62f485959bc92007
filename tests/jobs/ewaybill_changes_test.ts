import assert from "node:assert/strict";
import { changeRequested, generateDueBills } from "../../domain/ewaybill/mod.ts";
import { transport } from "../routes/ewaybill_world.ts";
import { gstinOf, house, rival, rowsOf } from "../support/einvoice_world.ts";
import { changeWorld } from "./ewaybill_change_world.ts";

const { world, bills, deps, changes, made, begun, ask, sweep, standing, untilSettled, count, reset } =
  await changeWorld();
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(reset);

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

test("ewaybill: a change sent before is not called refused when the registration is gone, nor when the portal shows late", async () => {
  const { number, id } = await begun("extend");
  await world.fault({ portal: "ewb", operation: "extend", kind: "timeout_after_success" });
  await changeRequested(world.context(house), deps, id);
  const active = (is: boolean) =>
    world.admin`update ewaybill.registrations set is_active = ${is} where gstin = ${gstinOf(house)}`;
  await active(false);
  world.later(60);
  await changeRequested(world.context(house), deps, id);
  assert.deepEqual([(await standing(id)).status, (await standing(id)).error_code], ["unknown", "registration_missing"]);
  await active(true);
  const until = (await bills.atPortal(number))?.valid_until;
  await world.admin`update sandbox.ewb_bills set valid_until = '2026-11-25T23:59:00+05:30' where ewb_no = ${number}`;
  world.clock.set(new Date(Date.parse("2026-11-25T16:30:00+05:30") + 60_500).toISOString());
  await changeRequested(world.context(house), deps, id);
  assert.equal((await standing(id)).error_code, "not_shown_yet", "it was asked for a moment ago");
  await world.admin`update sandbox.ewb_bills set valid_until = ${until} where ewb_no = ${number}`;
  await untilSettled(id);
  assert.deepEqual([(await standing(id)).status, await changes.extend!.effects(number)], ["done", 1]);
});

test("ewaybill: while the portal rests the sweep leaves it alone, and tries one change when the rest is over", async () => {
  const all = [await begun("update_vehicle"), await begun("update_transporter"), await begun("cancel")];
  world.later(150);
  const rest = (seconds: number) =>
    world
      .admin`insert into ops.breakers (portal, environment, provider, state, failures, opened_at, retry_at, updated_at)
      values ('ewb', 'sandbox', 'nic', 'open', 5, ${world.clock.now()}, ${new Date(
      world.clock.now().getTime() + seconds * 1000,
    )}, ${world.clock.now()})`;
  await rest(60);
  assert.deepEqual(await sweep(), { settled: 0, open: 0, toPerson: 0 });
  world.later(61);
  assert.equal((await sweep()).settled, 1);
  assert.equal((await sweep()).settled, 2, "its answer said that the portal is back");
  for (const { id } of all) assert.equal((await standing(id)).status, "done");
});

test("ewaybill: two workers and two jobs over the same changes ask for each once, and another company's are not touched", async () => {
  const [first, second] = [await made(), await made()];
  const ids = [
    await ask(first.number, "update_vehicle", changes.update_vehicle!.request),
    await ask(second.number, "cancel", changes.cancel!.request),
  ];
  world.later(150);
  assert.deepEqual(await sweep(rival), { settled: 0, open: 0, toPerson: 0 });
  await Promise.all([
    sweep(),
    sweep(),
    ...ids.map((id) => changeRequested(world.context(house), deps, id)),
    ...ids.map((id) => changeRequested(world.context(house), deps, id)),
  ]);
  assert.deepEqual(await Promise.all(ids.map(async (id) => (await standing(id)).status)), ["done", "done"]);
  assert.deepEqual(await bills.calls(first.voucher.id), [
    "generate done",
    "get_by_document done",
    "update_vehicle done",
  ]);
  assert.deepEqual(await bills.calls(second.voucher.id), ["generate done", "get_by_document done", "cancel done"]);
});

test("ewaybill: what the portal does not settle in 46 hours goes to a person, who may have it asked again", async () => {
  const { number, id: billId } = await made();
  const id = await ask(number, "update_vehicle", changes.update_vehicle!.request);
  await world.fault({ portal: "ewb", operation: "*", kind: "http_503", times: 999 });
  await changeRequested(world.context(house), deps, id);
  world.later(45 * 3600);
  assert.equal((await sweep()).toPerson, 0);
  world.later(3600);
  assert.equal((await sweep()).toPerson, 1);
  assert.deepEqual([(await standing(id)).status, (await standing(id)).error_code], ["unknown", "unknown_too_long"]);
  const [told] = await bills.notices("e_way_unknown_too_long");
  assert.deepEqual([told?.severity, told?.facts.id], ["critical", billId]);
  world.later(3600);
  assert.deepEqual(await sweep(), { settled: 0, open: 0, toPerson: 0 });

  await world.db`delete from sandbox.faults`;
  await rowsOf(world)(({ sql }) => sql`select * from ewaybill.retry(${number})`);
  assert.equal((await sweep()).settled, 1);
  assert.equal((await standing(id)).status, "done");
  assert.equal((await bills.notices("e_way_unknown_too_long")).length, 1);
  const nothing = await world.api(`POST /api/ewaybill/${number}/retry`);
  assert.deepEqual([nothing.status, nothing.body.code], [409, "e_way_bill_nothing_to_retry"]);
});

test("ewaybill: a bill unknown for 46 hours goes to a person too, and is adopted once it is asked for again", async () => {
  const voucher = await world.post(bills.sale());
  const id = await rowsOf(world)(async ({ sql }) =>
    (await sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)}) as id`)[0]?.id as string
  );
  await world.fault({ portal: "ewb", kind: "timeout_after_success" });
  await world.fault({ portal: "ewb", operation: "get_by_document", kind: "http_503", times: 999 });
  const run = () => generateDueBills(world.context(house), deps);
  await run();
  assert.equal((await sweep()).toPerson, 0);
  world.later(46 * 3600 + 1);
  assert.equal((await sweep()).toPerson, 1);
  const { body } = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`);
  assert.deepEqual([body.data[0].status, body.data[0].error.code], ["unknown", "unknown_too_long"]);
  await world.db`delete from sandbox.faults`;
  world.later(3600);
  await run();
  assert.equal((await sweep()).toPerson, 0);
  assert.equal((await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`)).body.data[0].status, "unknown");
  assert.equal((await world.api(`POST /api/ewaybill/${id}/retry`)).status, 202);
  await run();
  assert.equal((await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`)).body.data[0].status, "active");
  assert.equal(
    await count(world.admin`select count(*) as n from sandbox.ewb_bills where document_no = ${voucher.number}`),
    1,
  );
});

test("ewaybill: a bill of the same document with another number of goods is not ours, and is not adopted", async () => {
  const voucher = await world.post(bills.sale());
  await rowsOf(world)(({ sql }) => sql`select ewaybill.request_generation(${voucher.id}, ${sql.json(transport)})`);
  await world.fault({ portal: "ewb", kind: "timeout_after_success" });
  await generateDueBills(world.context(house), deps);
  await world.admin`update sandbox.ewb_bills set request = jsonb_set(request, '{itemList,1}', '{"hsnCode": 482010}')
    where document_no = ${voucher.number}`;
  world.later(60);
  await generateDueBills(world.context(house), deps);
  const { body } = await world.api(`GET /api/ewaybill?voucherId=${voucher.id}`);
  assert.deepEqual([body.data[0].status, body.data[0].error.code], ["failed", "other_document"]);
  assert.match(body.data[0].error.message, /number of goods/);
});
