import assert from "node:assert/strict";
import { forgetDocuments, type IrpWorld, irpWorld, payload, rival, seller } from "../gateways/irp_world.ts";

let world: IrpWorld;
Deno.test.beforeAll(async () => void (world = await irpWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await world.db`delete from sandbox.irp_tokens`;
  await forgetDocuments(world);
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox irp: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
let serial = 0;

async function registered() {
  const number = `W/${++serial}`;
  const outcome = await world.client().generate(seller, payload((text) => text.replace("INV/26-27/00001", number)));
  assert.ok(outcome.kind === "done");
  return { number, irn: outcome.value.irn };
}
const cancel = (irn: string, registration = seller) =>
  world.client().cancel(registration, { irn, reason: "2", remarks: "wrong quantity" });
const codeOf = (outcome: { kind: string; code?: string }) => outcome.code ?? outcome.kind;

test("a document may be cancelled until 24 hours after its acknowledgement, to the second", async () => {
  const [inTime, late] = [await registered(), await registered()];
  world.clock.set("2026-11-21T10:00:00+05:30");
  const outcome = await cancel(inTime.irn);
  assert.deepEqual(outcome.kind === "done" && outcome.value, {
    irn: inTime.irn,
    cancelDate: "2026-11-21 10:00:00",
    cancelledAt: "2026-11-21T10:00:00+05:30",
  });
  world.clock.set("2026-11-21T10:00:01+05:30");
  assert.equal(codeOf(await cancel(late.irn)), "2270");
});

test("a cancelled document cannot be cancelled again, and its number never comes back", async () => {
  const { irn, number } = await registered();
  assert.equal((await cancel(irn)).kind, "done");
  const again = await cancel(irn);
  assert.ok(again.kind === "refused");
  assert.deepEqual([again.code, again.meaning], ["9999", "already_cancelled"]);
  const reused = await world.client().generate(seller, payload((text) => text.replace("INV/26-27/00001", number)));
  assert.ok(reused.kind === "refused");
  assert.deepEqual([reused.code, reused.meaning], ["2278", "number_was_cancelled"]);
});

test("what is not yours, or not there, is not cancelled", async () => {
  const { irn } = await registered();
  assert.equal(codeOf(await cancel(irn, rival)), "2143");
  assert.equal(codeOf(await cancel("f".repeat(64))), "2148");
  const found = await world.client().getByIrn(seller, irn);
  assert.equal(found.kind === "done" && found.value.status, "ACT");
});

test("two cancellations at once: one is done, the other told that it was", async () => {
  const { irn } = await registered();
  const codes = (await Promise.all([cancel(irn), cancel(irn)])).map(codeOf);
  assert.deepEqual(codes.toSorted(), ["9999", "done"]);
});

test("a document can be asked for during two days", async () => {
  const { irn, number } = await registered();
  world.clock.set("2026-11-22T10:00:00+05:30");
  assert.equal((await world.client().getByIrn(seller, irn)).kind, "done");
  world.clock.set("2026-11-22T10:00:01+05:30");
  const document = { type: "INV" as const, number, date: "2026-11-20" };
  const late = await world.client().getByDocument(seller, document);
  assert.ok(late.kind === "refused");
  assert.deepEqual([late.code, late.meaning], ["2283", "window_closed"]);
  assert.match(late.message, /more than 2 days prior/);
});

test("sixteen writers of one document make one IRN", async () => {
  const irp = world.client();
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, () => irp.generate(seller, payload((text) => text.replace("INV/26-27/00001", "ONE/1")))),
  );
  assert.equal(outcomes.filter((outcome) => outcome.kind === "done").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome.kind === "refused" && outcome.code === "2150").length, 15);
});

test("signing in again gives the same token, and a new one only in the last ten minutes when asked", async () => {
  const token = async () =>
    (await world.db`select auth_token as t from sandbox.irp_tokens where gstin = ${seller.gstin}`)[0]?.t;
  const irp = world.client();
  await irp.authenticate(seller);
  const first = await token();
  world.clock.set("2026-11-20T10:49:00+05:30");
  const same = await irp.authenticate(seller, { force: true });
  assert.deepEqual(same.kind === "done" && same.value.expiresAt, "2026-11-20T11:00:00+05:30");
  assert.equal(await token(), first);
  world.clock.set("2026-11-20T10:51:00+05:30");
  await irp.authenticate(seller);
  assert.equal(await token(), first);
  const renewed = await irp.authenticate(seller, { force: true });
  assert.deepEqual(renewed.kind === "done" && renewed.value.expiresAt, "2026-11-20T11:51:00+05:30");
  assert.notEqual(await token(), first);
});

test("credentials of one taxpayer open nothing of another", async () => {
  const irp = world.client();
  assert.equal(codeOf(await irp.authenticate({ ...seller, gstin: rival.gstin })), "1017");
  assert.equal(codeOf(await irp.authenticate({ ...seller, clientSecret: "another" })), "1010");
  assert.equal(codeOf(await irp.authenticate({ ...seller, gstin: "29AADCV9876L1Z9" })), "1017");
});

test("faults are planned by name: what is not known is refused", async () => {
  const plan = (body: unknown) =>
    fetch(`${world.origin}/sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const body of [{}, { portal: "irp", kind: "earthquake" }, { portal: "irp", kind: "timeout", extra: 1 }]) {
    const answer = await plan(body);
    assert.equal(answer.status, 400);
    await answer.body?.cancel();
  }
  assert.equal((await (await plan({ portal: "irp", kind: "timeout", times: 2 })).json()).remaining, 2);
  const listed = await (await fetch(`${world.origin}/sandbox/faults`)).json();
  assert.equal(listed.data.length, 1);
  assert.equal((await fetch(`${world.origin}/sandbox/faults`, { method: "DELETE" })).status, 204);
});
