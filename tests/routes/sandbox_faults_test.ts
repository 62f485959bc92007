import assert from "node:assert/strict";
import { allKinds, portalKinds, wireKinds } from "../../routes/sandbox/fault_kinds.ts";
import { operationsOf } from "../../routes/sandbox/operations.ts";
import { forgetDocuments, type IrpWorld, irpWorld, payload, rival, seller } from "../gateways/irp_world.ts";
import { payload as bill } from "../gateways/ewb_world.ts";
import { ewbStranger, irpStranger } from "./sandbox_stranger.ts";

let world: IrpWorld;
let serial = 0;
Deno.test.beforeAll(async () => {
  world = await irpWorld();
  await world.db`update sandbox.irp_taxpayers set turnover = 4000000`;
});
Deno.test.afterAll(() => world.close());
Deno.test.beforeEach(async () => {
  world.clock.set("2026-11-20T10:00:00+05:30");
  await forgetDocuments(world);
});

const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name: `sandbox faults: ${name}`, fn, sanitizeOps: false, sanitizeResources: false });
const irp = (who = seller) => irpStranger(`${world.origin}/sandbox/irp`, world.keys.signInKey, who);
const ewb = async () => {
  const { baseUrl, signInKey } = await world.ewbSite();
  return ewbStranger(baseUrl, signInKey, seller);
};
const number = () => `K/${++serial}`;
const generate = (No = number(), client = irp()) =>
  client.post("/eicore/v1.03/Invoice", payload((text) => text.replace("INV/26-27/00001", No)));
const make = async (docNo = number()) => (await ewb()).act("GENEWAYBILL", bill({ docNo }));
const registered = async (No: string) =>
  (await world.db`select 1 from sandbox.irp_invoices where document_no = ${No}`).length === 1;
const raw = async () => {
  const url = `${world.origin}/sandbox/irp/eicore/v1.03/Invoice/irn/x`;
  const response = await fetch(url, { headers: { gstin: seller.gstin }, redirect: "manual" });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
};
const onWire = async (kind: string, more: Record<string, unknown> = {}) => {
  await world.fault({ operation: "get_by_irn", kind, ...more });
  return await raw();
};

test("every kind is in the documentation, and there are more than thirty", async () => {
  const text = await Deno.readTextFile(new URL("../../routes/sandbox/README.md", import.meta.url));
  assert.deepEqual(allKinds.filter((kind) => !text.includes(`\`${kind}\``)), []);
  const told = [...text.split("## Faults")[1]!.matchAll(/^\| ((?:`[a-z_0-9]+`(?:, )?)+)/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([a-z_0-9]+)`/g)].map(([, kind]) => kind!)
  );
  assert.deepEqual(told.filter((kind) => !(allKinds as readonly string[]).includes(kind)), []);
  assert.equal(new Set(allKinds).size, Object.keys(wireKinds).length + portalKinds.length);
  assert.ok(allKinds.length >= 30, `${allKinds.length} kinds`);
  const listed = await (await fetch(`${world.origin}/sandbox/faults/kinds`)).json();
  assert.deepEqual(listed.data, allKinds);
});

test("statuses, bodies and wrappings of the wire", async () => {
  for (const status of [400, 401, 403, 404, 408, 500, 502, 503, 504]) {
    assert.equal((await onWire(`http_${status}`)).status, status);
  }
  const limited = await onWire("http_429", { retryAfter: 7 });
  assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "7"]);
  assert.equal((await onWire("redirect")).headers.get("location"), "https://portal.invalid/");
  assert.match((await onWire("wrong_content_type")).headers.get("content-type")!, /iso-8859-1/);
  const wide = await onWire("wrong_charset");
  assert.deepEqual([...wide.bytes.slice(0, 4)], [0x7b, 0, 0x22, 0]);
  assert.deepEqual([...(await onWire("byte_order_mark")).bytes.slice(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal((await onWire("empty")).bytes.length, 0);
  assert.equal((await onWire("gzip_bomb", { sizeMb: 2 })).bytes.length, 2_000_000);
  assert.ok((await onWire("oversized", { sizeMb: 2 })).bytes.length > 2_000_000);
  for (const kind of ["truncated", "reset"]) await assert.rejects(onWire(kind), kind);
});

test("a body without end ends when the caller has had enough", async () => {
  await world.fault({ operation: "get_by_irn", kind: "endless" });
  const answer = await fetch(`${world.origin}/sandbox/irp/eicore/v1.03/Invoice/irn/x`);
  const reader = answer.body!.getReader();
  let read = 0;
  while (read < 1_000_000) read += (await reader.read()).value!.length;
  await reader.cancel();
});

test("maintenance lasts until its time on the portals' clock", async () => {
  await world.fault({ operation: "*", kind: "maintenance", until: "2026-11-20T12:00:00+05:30" });
  const during = await raw();
  assert.deepEqual([during.status, during.headers.get("retry-after")], [503, "7200"]);
  world.clock.set("2026-11-20T11:59:59+05:30");
  assert.equal((await raw()).status, 503);
  world.clock.set("2026-11-20T12:00:00+05:30");
  assert.equal((await raw()).status, 200);
});

test("a flapping portal fails about as often as planned; one taxpayer's fault leaves others alone", async () => {
  await world.fault({ operation: "get_by_irn", kind: "http_503", probability: 50 });
  const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await raw()).status));
  const failed = statuses.filter((status) => status === 503).length;
  assert.ok(failed > 10 && failed < 50, `${failed} of 60`);
  await world.db`delete from sandbox.faults`;
  await world.fault({ operation: "generate", kind: "portal_error", code: "2146", gstin: rival.gstin });
  assert.deepEqual((await generate()).codes, []);
  assert.equal((await world.db`select remaining from sandbox.faults`)[0]?.remaining, 1);
});

test("more calls a minute than are allowed get 429 until the minute is over, each taxpayer and portal for itself", async () => {
  await world.db`insert into sandbox.settings values ('callsPerMinute', 5)`;
  world.clock.set("2026-11-20T10:00:45+05:30");
  const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await raw()).status));
  assert.equal(statuses.filter((status) => status === 429).length, 3);
  assert.equal((await raw()).headers.get("retry-after"), "15");
  assert.deepEqual((await irp(rival).signIn()).codes, []);
  assert.deepEqual((await (await ewb()).signIn()).codes, []);
  world.clock.set("2026-11-20T10:01:00+05:30");
  assert.equal((await raw()).status, 200);
  await world.db`delete from sandbox.settings`;
});

test("what the portal says in another form", async () => {
  const said = async (kind: string, more: Record<string, unknown> = {}) => {
    await world.fault({ operation: "generate", kind, ...more });
    return await generate();
  };
  const newer = await said("unknown_field");
  assert.ok("TraceId" in newer.envelope && "NewInThisVersion" in newer.plain);
  const texts = await said("number_as_text");
  assert.deepEqual([texts.envelope.Status, typeof texts.plain.AckNo], ["1", "string"]);
  assert.equal((await said("new_enum")).plain.Status, "PRV");
  assert.equal((await said("schema_version")).envelope.version, "2.0");
  await world.fault({ operation: "generate", kind: "status_without_data" });
  const unsealed = await generate().then(() => null, (error: Error) => error);
  assert.ok(unsealed, "Status 1 and nothing in it");
  await world.fault({ operation: "generate", kind: "errors_as_text", code: "2150" });
  const asText = await generate().catch(() => null);
  assert.equal(asText, null, "ErrorDetails is no list");
  const twice = number();
  await generate(twice);
  await world.fault({ operation: "generate", kind: "info_noise" });
  assert.deepEqual((await generate(twice)).envelope.InfoDtls.map(({ InfCd }: { InfCd: string }) => InfCd), [
    "ADDNLNFO",
    "DUPIRN",
  ]);
  await world.fault({ operation: "generate", kind: "info_as_text" });
  assert.equal(typeof (await generate(twice)).envelope.InfoDtls, "string");
});

test("what is done although something else is said", async () => {
  const after = number();
  await world.fault({ operation: "generate", kind: "portal_error", code: "5002", afterEffect: true });
  assert.deepEqual((await generate(after)).codes, ["5002"]);
  assert.ok(await registered(after));
  const lagging = number();
  await world.fault({ operation: "generate", kind: "duplicate_lagging", lagSeconds: 300 });
  assert.deepEqual((await generate(lagging)).codes, ["2150"]);
  const asked = `/eicore/v1.03/Invoice/irnbydocdetails?doctype=INV&docnum=${lagging}&docdate=20/11/2026`;
  assert.deepEqual((await irp().get(asked)).codes, ["2154"]);
  world.clock.set("2026-11-20T10:05:00+05:30");
  assert.deepEqual((await irp().get(asked)).codes, []);
  await world.fault({ operation: "get_by_document", kind: "too_old" });
  assert.deepEqual((await irp().get(asked)).codes, ["2283"]);
  const crossed = number();
  await world.fault({ operation: "generate", kind: "crossed_reply" });
  const answer = (await generate(crossed)).plain;
  assert.equal(
    (await world.db`select document_no as no from sandbox.irp_invoices where irn = ${answer.Irn}`)[0]?.no,
    lagging,
  );
  assert.ok(await registered(crossed));
  const never = number();
  await world.fault({ operation: "generate", kind: "crossed_reply", afterEffect: false });
  assert.notEqual((await generate(never)).plain.Irn, undefined);
  assert.ok(!await registered(never));
  await world.fault({ operation: "generate", kind: "registered_elsewhere" });
  const elsewhere = number();
  assert.deepEqual((await generate(elsewhere)).codes, ["2295"]);
  assert.deepEqual((await generate(elsewhere)).codes, ["2295"]);
  await world.fault({ operation: "generate", kind: "lost_deduplication" });
  const lost = (await generate()).plain.Irn;
  const list = (await irp().get("/eicore/v1.03/Invoice/rejectedirns?date=20/11/2026")).plain;
  assert.deepEqual(list.map(({ Irn }: { Irn: string }) => Irn), [lost]);
});

test("sessions: a token taken back while nobody can sign in, a key that is not the session's, a clock that is off", async () => {
  const client = irp();
  await client.signIn();
  await world.fault({ operation: "generate", kind: "token_revoked", count: 2 });
  assert.deepEqual((await generate(number(), client)).codes, ["1005"]);
  assert.deepEqual([(await client.signIn()).status, (await client.signIn()).status], [503, 503]);
  assert.deepEqual((await client.signIn()).codes, []);
  await world.fault({ operation: "authenticate", kind: "wrong_sek" });
  await client.signIn();
  assert.deepEqual((await generate(number(), client)).codes, ["5002"]);
  await world.fault({ operation: "generate", kind: "clock_skew", skewSeconds: -86_400 });
  assert.deepEqual((await generate()).codes, ["2163"], "the document's day is tomorrow there");
});

test("the e-way bill portal plays them in its own words", async () => {
  const said = async (kind: string, operation: string, more: Record<string, unknown> = {}) =>
    await world.fault({ portal: "ewb", operation, kind, ...more });
  await said("portal_error", "generate", { code: "999" });
  assert.deepEqual((await make()).codes, ["999"]);
  await said("codes_without_comma", "generate", { code: "301" });
  assert.equal(atob((await make()).envelope.error), '{"errorCodes":"301"}');
  await said("errors_as_text", "generate", { code: "301" });
  await assert.rejects(make(), "not base64");
  await said("number_as_text", "generate");
  assert.deepEqual((await make()).envelope.status, 1);
  const docNo = number();
  await said("duplicate_lagging", "generate", { lagSeconds: 60 });
  assert.deepEqual((await make(docNo)).codes, ["604"]);
  const asked = `/ewayapi/GetEwayBillGeneratedByConsigner?docType=INV&docNo=${docNo}`;
  assert.deepEqual((await (await ewb()).get(asked)).codes, ["418"]);
  world.clock.set("2026-11-20T10:01:00+05:30");
  assert.equal((await (await ewb()).get(asked)).plain.docNo, docNo);
  await said("crossed_reply", "get_by_document");
  assert.equal((await (await ewb()).get(asked)).plain.docNo, "OTHER/1");
  for (const kind of ["wrong_signature", "wrong_rek"]) {
    await said(kind, "get_by_document");
    await assert.rejects((await ewb()).get(asked), kind);
  }
});

test("a fault can be taken back, all can, and irp1 is another name of irp", async () => {
  await world.fault({ portal: "irp1", operation: "generate", kind: "http_500", times: 3 });
  await world.fault({ portal: "ewb", kind: "http_500" });
  const list = async () => (await (await fetch(`${world.origin}/sandbox/faults`)).json()).data;
  const [first] = await list();
  assert.deepEqual([first.portal, first.remaining], ["irp", 3]);
  await fetch(`${world.origin}/sandbox/faults/${first.id}`, { method: "DELETE" });
  assert.deepEqual((await list()).map(({ portal }: { portal: string }) => portal), ["ewb"]);
});

test("a plan that could never strike is refused with what is known, and a wrong body with its field", async () => {
  const told = async (path: string, body: unknown, method = "POST") => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = await fetch(`${world.origin}/sandbox/${path}`, { method, body: text });
    const { code, errors } = await answer.json();
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
    return [answer.status, code, ...errors.map((one: Record<string, string>) => `${one.pointer} ${one.message}`)];
  };
  const kind = "http_500";
  assert.deepEqual(await told("faults", { portal: "irp3", kind }), [
    400,
    "invalid_request",
    "/portal one of irp, irp1, irp2, ewb is wanted",
  ]);
  const [status, , operation] = await told("faults", { portal: "irp1", operation: "update_vehicle", kind });
  assert.equal(status, 400);
  assert.match(operation, /^\/operation irp1 has no such operation: one of \*, authenticate, generate,.* is wanted$/);
  assert.match(
    (await told("faults", { portal: "ewb", operation: "eway_get", kind }))[2],
    /update_vehicle, .*get_trip_sheet/,
  );
  assert.match((await told("faults", { portal: "ewb", kind: "gremlins" }))[2], /^\/kind one of timeout, /);
  assert.deepEqual(await told("faults", "{portal"), [400, "body_not_json"]);
  assert.deepEqual(await told("taxpayers", { gstin: seller.gstin, turnOver: "1" }), [
    400,
    "invalid_request",
    "/legalName this is required",
    "/turnOver this key is not known here",
  ]);
  assert.deepEqual((await told("clock", { at: "noon" }, "PUT")).slice(0, 2), [400, "invalid_request"]);
  assert.deepEqual((await world.db`select from sandbox.faults`).length, 0);
  for (const [portal, names] of Object.entries(operationsOf)) {
    for (const operation of names) await world.fault({ portal, operation, kind });
  }
});
