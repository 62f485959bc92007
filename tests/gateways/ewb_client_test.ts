import assert from "node:assert/strict";
import type { Outcome } from "../../domain/gateways/ewb/mod.ts";
import { type EwbWorld, ewbWorld, payload, rival, seller } from "./ewb_world.ts";

let world: EwbWorld;
Deno.test.beforeAll(async () => void (world = await ewbWorld()));
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  world.exchanges.length = 0;
  await world.db`delete from sandbox.faults`;
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
function done<T>(outcome: Outcome<T>): T {
  assert.equal(outcome.kind, "done", JSON.stringify(outcome));
  return (outcome as Extract<Outcome<T>, { kind: "done" }>).value;
}
const codesOf = (outcome: Outcome<unknown>) =>
  outcome.kind === "done" ? [] : ("errors" in outcome ? outcome.errors ?? [] : []).map(({ code }) => code).sort();
let made = 0;
const number = () => `T/${++made}`;

test("R3.9 signs in with client credentials, once for many calls, and keeps its secrets out of the log", async () => {
  const ewb = world.client();
  const all = await Promise.all(
    Array.from({ length: 5 }, () => ewb.generate(seller, payload({ docNo: number() }))),
  );
  all.forEach(done);
  assert.equal(world.calls.filter((path) => path.endsWith("/auth")).length, 1);
  const log = JSON.stringify(world.exchanges);
  assert.ok(log.includes("client-of-pakka") && log.includes("[masked]"));
  assert.ok(!log.includes(seller.password) && !log.includes(seller.clientSecret));
  const wrong = await world.client().authenticate({ ...rival, clientSecret: "not the secret of this client" });
  assert.equal(wrong.kind === "refused" && wrong.meaning, "registration");
});

test("ewb: a bill is made, read back under its own key, and found by its document", async () => {
  const ewb = world.client();
  const docNo = number();
  const bill = done(await ewb.generate(seller, payload({ docNo })));
  assert.match(bill.number, /^\d{12}$/);
  assert.equal(bill.generatedAt, "2026-11-20T10:00:00+05:30");
  assert.equal(bill.validUntil, "2026-11-25T23:59:00+05:30");
  const read = done(await ewb.get(seller, bill.number));
  assert.equal(read.documentNumber, docNo);
  assert.equal(read.vehicles[0]?.vehicleNumber, "MH12AB1234");
  assert.equal(done(await ewb.getByDocument(seller, { type: "INV", number: docNo })).number, bill.number);
  const strangers = await ewb.get(rival, bill.number);
  assert.equal(strangers.kind === "refused" && strangers.meaning, "not_found");
  const none = await ewb.getByDocument(seller, { type: "INV", number: "NONE/1" });
  assert.equal(none.kind === "refused" && none.meaning, "not_found");
});

test("ewb: every rule a bill breaks is told at once", async () => {
  const ewb = world.client();
  const refused = async (more: Record<string, unknown>) =>
    codesOf(await ewb.generate(seller, payload({ docNo: number(), ...more })));
  const cases: [Record<string, unknown>, string[]][] = [
    [{ vehicleNo: "XX" }, ["225"]],
    [{ vehicleNo: "", transMode: "1", transporterId: "" }, ["619"]],
    [{ transMode: "2", vehicleNo: "", transDocNo: "RR1" }, ["385"]],
    [{ toPincode: 400001 }, ["436"]],
    [{ fromPincode: 560002 }, ["437"]],
    [{ docType: "CHL" }, ["205"]],
    [{ docDate: "21/11/2026" }, ["207"]],
    [{ docDate: "20/05/2026" }, ["820"]],
    [{ fromGstin: rival.gstin }, ["359"]],
    [{ actToStateCode: 27, toPincode: 400001 }, ["644"]],
    [{ totInvValue: 117997 }, ["620"]],
    [{ totInvValue: 117998 }, []],
    [{ itemList: [] }, ["233"]],
    [{ transDistance: "4001" }, ["221"]],
    [{ transDistance: "0", toPincode: 400053, toStateCode: 27, actToStateCode: 27, igstValue: 0 }, ["721"]],
    [{ subSupplyType: "8", docType: "OTH", vehicleNo: "XX" }, ["225", "377"]],
  ];
  for (const [more, codes] of cases) assert.deepEqual(await refused(more), codes, JSON.stringify(more));
  const docNo = number();
  done(await ewb.generate(seller, payload({ docNo })));
  const again = await ewb.generate(seller, payload({ docNo: docNo.toLowerCase() }));
  assert.equal(again.kind === "refused" && again.meaning, "duplicate");
});

test("ewb: Part A alone has no validity; the vehicle begins it and later vehicles leave it", async () => {
  const ewb = world.client();
  const bill = done(
    await ewb.generate(
      seller,
      payload({ docNo: number(), vehicleNo: "", transMode: "", transporterId: rival.gstin, transDistance: "0" }),
    ),
  );
  assert.equal(bill.validUntil, null);
  assert.equal(bill.alert, "Distance between these two pincodes is 970");
  const vehicle = (vehicleNo: string, reasonCode: string) =>
    JSON.stringify({
      ewbNo: Number(bill.number),
      vehicleNo,
      fromPlace: "Mumbai",
      fromState: 27,
      reasonCode,
      reasonRem: "first",
      transMode: "1",
    });
  world.clock.set("2026-11-21T09:00:00+05:30");
  const first = done(await ewb.change(seller, "update_vehicle", vehicle("MH12AB1234", "4")));
  assert.equal(first.validUntil, "2026-11-26T23:59:00+05:30");
  world.clock.set("2026-11-22T09:00:00+05:30");
  assert.equal(
    done(await ewb.change(seller, "update_vehicle", vehicle("MH12AB9999", "1"))).validUntil,
    first.validUntil,
  );
  assert.deepEqual(codesOf(await ewb.change(seller, "update_vehicle", vehicle("MH12AB9999", "7"))), ["307"]);
  world.clock.set("2026-11-27T00:30:00+05:30");
  assert.deepEqual(codesOf(await ewb.change(seller, "update_vehicle", vehicle("MH12AB9999", "1"))), ["311"]);
});

test("ewb: windows: cancelled within 24 hours, rejected within 72, extended 8 hours around the end", async () => {
  const ewb = world.client();
  const bill = async (more = {}) =>
    done(await ewb.generate(seller, payload({ docNo: number(), toGstin: rival.gstin, ...more })));
  const cancel = (number: string) =>
    JSON.stringify({ ewbNo: Number(number), cancelRsnCode: 2, cancelRmrk: "order withdrawn" });
  const docNo = number();
  const [soon, late, theirs] = [await bill({ docNo }), await bill(), await bill()];
  world.clock.set("2026-11-21T10:00:00+05:30");
  assert.equal(done(await ewb.change(seller, "cancel", cancel(soon.number))).at, "2026-11-21T10:00:00+05:30");
  assert.ok(done(await ewb.get(seller, soon.number)).isCancelled);
  assert.notEqual((await bill({ docNo })).number, soon.number); // a cancelled bill leaves its document free
  world.clock.set("2026-11-21T10:00:01+05:30");
  const tooLate = await ewb.change(seller, "cancel", cancel(late.number));
  assert.equal(tooLate.kind === "refused" && tooLate.meaning, "window_closed");
  done(await ewb.change(rival, "reject", JSON.stringify({ ewbNo: Number(theirs.number) })));
  assert.ok(done(await ewb.get(rival, theirs.number)).isRejected);
  assert.deepEqual(codesOf(await ewb.change(seller, "reject", JSON.stringify({ ewbNo: Number(late.number) }))), [
    "341",
  ]);
  const extend = JSON.stringify({
    ewbNo: Number(late.number),
    vehicleNo: "MH12AB1234",
    fromPlace: "Pune",
    fromState: 27,
    fromPincode: 411001,
    remainingDistance: 450,
    transMode: "1",
    extnRsnCode: 1,
    extnRemarks: "flood",
    consignmentStatus: "M",
    transitType: "",
  });
  world.clock.set("2026-11-25T15:58:00+05:30");
  assert.deepEqual(codesOf(await ewb.change(seller, "extend", extend)), ["382"]);
  world.clock.set("2026-11-25T16:00:00+05:30");
  assert.equal(done(await ewb.change(seller, "extend", extend)).validUntil, "2026-11-28T23:59:00+05:30");
});

test("ewb: a lost token costs one sign-in, a broken seal no belief, silence is unknown", async () => {
  const ewb = world.client();
  const bill = done(await ewb.generate(seller, payload({ docNo: number() })));
  await world.fault("token_expired", "get");
  done(await ewb.get(seller, bill.number));
  await world.fault("wrong_signature", "get");
  const forged = await ewb.get(seller, bill.number);
  assert.equal(forged.kind === "retry" && forged.reason, "undecipherable");
  const docNo = number();
  await world.fault("timeout_after_success", "generate", { latencyMs: 2_000 });
  assert.equal((await world.client({ timeoutMs: 1_000 }).generate(seller, payload({ docNo }))).kind, "unknown");
  assert.equal(done(await ewb.getByDocument(seller, { type: "INV", number: docNo })).documentNumber, docNo);
  await world.fault("portal_error", "cancel", { code: "317" });
  assert.equal((await ewb.change(seller, "cancel", "{}")).kind, "unknown");
  await world.fault("http_429", "get", { retryAfter: 7 });
  const limited = await ewb.get(seller, bill.number);
  assert.equal(limited.kind === "retry" && limited.retryAfterMs, 7000);
});
