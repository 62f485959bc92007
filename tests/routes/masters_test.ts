import assert from "node:assert/strict";
import { openApp, send, type TestApp } from "../support/app.ts";
import { makeCompany, signInAs } from "../support/people.ts";

let t: TestApp;
let token: string;
let rival: string;
let auditor: string;

Deno.test.beforeAll(async () => {
  t = await openApp();
  await makeCompany(t.database, "asha", ["owner", "auditor"]);
  await makeCompany(t.database, "bela");
  token = await signInAs(t.app, "owner@asha.test");
  auditor = await signInAs(t.app, "auditor@asha.test");
  rival = await signInAs(t.app, "owner@bela.test");
});
Deno.test.afterAll(async () => await t?.close());

const call = (what: string, body?: unknown, as = token) => send(t.app, what, { token: as, body });
const company = {
  legalName: "Asha Tools Private Limited",
  pan: "AAGCB7383J",
  aggregateTurnover: "60000000.00",
  gstins: [{ gstin: "29AAGCB7383J1Z4", address: "12 MG Road", city: "Bengaluru", pincode: "560001" }],
};
const series = {
  voucherType: "tax_invoice",
  name: "Bengaluru",
  prefix: "BLR",
  format: "{PREFIX}/{FY}/{SEQUENCE}",
  startNumber: 1,
  padding: 4,
  resetFrequency: "yearly",
  isDefault: false,
};

Deno.test("company: nothing before it is set, then what was sent, and only this company's", async () => {
  assert.equal((await call("GET /api/company")).body.code, "not_found");
  const put = await call("PUT /api/company", company);
  assert.equal(put.status, 200, put.text);
  const { body, text } = await call("GET /api/company");
  assert.match(text, /"aggregateTurnover" ?: ?60000000\.00/);
  assert.deepEqual([body.legalName, body.gstins[0].stateCode, body.gstins[0].isDefault], [
    company.legalName,
    "29",
    true,
  ]);
  assert.equal((await call("GET /api/company", undefined, rival)).status, 404);
  assert.equal((await call("PUT /api/company", company, auditor)).body.code, "scope_missing");
});

Deno.test("company: a wrong registration is refused where it stands and changes nothing", async () => {
  const wrong = {
    ...company,
    legalName: "Changed",
    gstins: [...company.gstins, { ...company.gstins[0], gstin: "29AAGCB7383J1Z5" }],
  };
  const answer = await call("PUT /api/company", wrong);
  assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0].pointer], [
    400,
    "gstin_check_digit_wrong",
    "/gstins/1/gstin",
  ]);
  assert.equal((await call("GET /api/company")).body.legalName, company.legalName);
});

Deno.test("parties: added, read, changed, listed", async () => {
  const made = await call("POST /api/parties", {
    name: "Rivalry Traders",
    gstin: "29AAGCB7383J1Z4",
    city: "Bengaluru",
  });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.registrationType, made.body.stateCode], ["regular", "29"]);
  const changed = await call(`PUT /api/parties/${made.body.id}`, { name: "Rivalry", gstin: "29AAGCB7383J1Z4" });
  assert.deepEqual([changed.body.name, changed.body.city], ["Rivalry", null]);
  assert.deepEqual((await call(`GET /api/parties/${made.body.id}`)).body, changed.body);
  const again = await call("POST /api/parties", { name: "Somebody else", gstin: "29AAGCB7383J1Z4" });
  assert.deepEqual([again.status, again.body.code], [409, "party_exists"]);
});

Deno.test("items: added, read, changed; money stays as it was written", async () => {
  const item = { name: "Laptop", hsn: "847130", unit: "nos", gstRate: 18, rate: "50000" };
  const made = await call("POST /api/items", item);
  assert.equal(made.status, 201, made.text);
  assert.match(made.text, /"rate" ?: ?50000\.00/);
  assert.equal(made.body.unit, "NOS");
  const changed = await call(`PUT /api/items/${made.body.id}`, { ...item, rate: 49999.5 });
  assert.match(changed.text, /"rate" ?: ?49999\.50/);
  const wrong = await call("POST /api/items", { ...item, name: "Phone", gstRate: 17 });
  assert.deepEqual([wrong.status, wrong.body.code], [400, "gst_rate_not_in_force"]);
});

Deno.test("R11.1 a numbering series is made over HTTP, checked when it is made", async () => {
  const made = await call("POST /api/numbering-series", series);
  assert.equal(made.status, 201, made.text);
  assert.match(made.body.nextNumber, /^BLR\/\d\d-\d\d\/0001$/);
  const faults: [Record<string, unknown>, string][] = [
    [{ format: "{SEQUENCE}" }, "numbering_format_needs_prefix"],
    [{ format: "{PREFIX}" }, "numbering_format_needs_sequence"],
    [{ format: "{PREFIX}{SEQUENCE}{WEEK}" }, "numbering_token_unknown"],
    [{ padding: 12 }, "numbering_format_too_long"],
    [{ prefix: "0A" }, "numbering_starts_wrongly"],
  ];
  for (const [change, code] of faults) {
    const answer = await call("POST /api/numbering-series", { ...series, name: "wrong", ...change });
    assert.deepEqual([answer.status, answer.body.code], [400, code], answer.text);
  }
  assert.equal((await call("POST /api/numbering-series", series, auditor)).body.code, "scope_missing");
});

Deno.test("R11.2 all numbering series of a company are listed, and no other company's", async () => {
  await call("POST /api/numbering-series", { ...series, name: "Bela's", prefix: "BEL" }, rival);
  const names = async (as: string) =>
    (await call("GET /api/numbering-series", undefined, as)).body.data.map((row: { name: string }) => row.name);
  assert.deepEqual((await names(auditor)).filter((name: string) => /Bengaluru|Bela/.test(name)), ["Bengaluru"]);
  assert.deepEqual((await names(rival)).filter((name: string) => /Bengaluru|Bela/.test(name)), ["Bela's"]);
});

Deno.test("R11.3 a numbering series is changed over HTTP; what is left out stays", async () => {
  const { body: { id } } = await call("POST /api/numbering-series", { ...series, name: "Mysuru", prefix: "MYS" });
  const changed = await call(`PUT /api/numbering-series/${id}`, { padding: 3, isDefault: true });
  assert.deepEqual([changed.status, changed.body.prefix, changed.body.padding], [200, "MYS", 3]);
  assert.equal((await call(`PUT /api/numbering-series/${id}`, { padding: 99 })).body.code, "invalid_request");
  assert.deepEqual((await call(`GET /api/numbering-series/${id}/history`)).body, { data: [], nextCursor: null });
});

Deno.test("a preview answers five numbers and every fault, and stores nothing", async () => {
  const before = (await call("GET /api/numbering-series")).body.data.length;
  const { body } = await call("POST /api/numbering-series/preview", {
    ...{ voucherType: "tax_invoice", prefix: "X", padding: 3 },
    format: "{PREFIX}-{YY}{MM}-{SEQUENCE}",
    date: "2026-04-01",
  });
  assert.deepEqual(body.numbers, ["X-2604-001", "X-2604-002", "X-2604-003", "X-2604-004", "X-2604-005"]);
  const wrong = await call("POST /api/numbering-series/preview", { ...series, format: "A{SEQUENCE}{WEEK}" });
  assert.deepEqual(wrong.body.refusals.map((refusal: { code: string }) => refusal.code), [
    "numbering_format_needs_prefix",
    "numbering_token_unknown",
  ]);
  assert.equal((await call("GET /api/numbering-series")).body.data.length, before);
});

Deno.test("R11.10 lists go page by page, each row once, also while rows are added", async () => {
  for (const name of ["b", "a", "d", "c", "e", "E", "ä"]) await call("POST /api/items", item(`page ${name}`));
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await call(`GET /api/items?q=page%20&limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.data.map((row: { name: string }) => row.name));
    assert.ok(body.data.length <= 2);
    if (!cursor) await call("POST /api/items", item("page 0"));
    cursor = body.nextCursor;
  } while (cursor);
  assert.deepEqual(seen, ["page E", "page a", "page b", "page c", "page d", "page e", "page ä"]);
});

Deno.test("a search takes % and _ as letters", async () => {
  await call("POST /api/items", item("100% cotton_shirt"));
  const found = async (q: string) => (await call(`GET /api/items?q=${encodeURIComponent(q)}`)).body.data.length;
  assert.deepEqual([await found("100%"), await found("n_s"), await found("%z%"), await found("__________")], [
    1,
    1,
    0,
    0,
  ]);
});

Deno.test("another company's id is 404 like one that nobody has, and the reach is written down", async () => {
  const ids = {
    parties: (await call("POST /api/parties", { name: "Ours alone" })).body.id,
    items: (await call("POST /api/items", item("Ours alone"))).body.id,
    "numbering-series": (await call("POST /api/numbering-series", { ...series, name: "Ours", prefix: "OUR" })).body.id,
  };
  const bodies = { parties: { name: "x" }, items: item("x"), "numbering-series": { name: "x" } };
  for (const [path, id] of Object.entries(ids)) {
    const body = bodies[path as keyof typeof bodies];
    const reads = path === "numbering-series" ? `GET /api/${path}/${id}/history` : `GET /api/${path}/${id}`;
    for (const [what, given] of [[reads, undefined], [`PUT /api/${path}/${id}`, body]] as const) {
      const theirs = await call(what, given, rival);
      const nobodys = await call(what.replace(id, crypto.randomUUID()), given, rival);
      assert.equal(theirs.status, 404, what);
      const { requestId: _a, ...first } = theirs.body;
      const { requestId: _b, ...second } = nobodys.body;
      assert.deepEqual(first, second);
    }
    if (path !== "numbering-series") assert.equal((await call(reads)).body.name, "Ours alone");
  }
  const { default: postgres } = await import("postgres");
  const sql = postgres(t.database.adminUrl, { max: 1 });
  const crossings =
    await sql`select entity_id, count(*)::int from audit.security_events where kind = 'tenant_crossing' group by 1`;
  await sql.end();
  assert.deepEqual(Object.fromEntries(crossings.map((row) => [row.entity_id, row.count])), {
    [ids.parties]: 2,
    [ids.items]: 2,
    [ids["numbering-series"]]: 2,
  });
});

Deno.test("a single read has an ETag and is 304 to whoever has it", async () => {
  const { body: { id } } = await call("POST /api/parties", { name: "Tagged" });
  const first = await call(`GET /api/parties/${id}`);
  const etag = first.headers.get("etag") ?? "";
  assert.match(etag, /^"[\w-]{22}"$/);
  const again = await send(t.app, `GET /api/parties/${id}`, { token, headers: { "if-none-match": `"x", W/${etag}` } });
  assert.deepEqual([again.status, again.text], [304, ""]);
  await call(`PUT /api/parties/${id}`, { name: "Tagged", city: "Hubli" });
  const changed = await send(t.app, `GET /api/parties/${id}`, { token, headers: { "if-none-match": etag } });
  assert.equal(changed.status, 200);
});

Deno.test("R11.13 the status says what happened: 200, 201, 400, 404", async () => {
  assert.equal((await call("GET /api/parties")).status, 200);
  assert.equal((await call("POST /api/parties", { name: "Status" })).status, 201);
  assert.equal((await call("POST /api/parties", {})).status, 400);
  assert.equal((await call(`GET /api/parties/${crypto.randomUUID()}`)).status, 404);
});

function item(name: string) {
  return { name, hsn: "847130", unit: "NOS", gstRate: 18 };
}
