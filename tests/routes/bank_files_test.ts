import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { send } from "../support/app.ts";
import { changeAccount, signedInvoices } from "../support/payout_bulk.ts";
import { deccan, house, kaveri, payoutWorld, peoplesPassword, rival } from "../support/payout_world.ts";

/** Bank files over HTTP: made, looked at, approved, sent, ended; clerk@house.test makes them unless a test says otherwise. */
const world = await payoutWorld();
Deno.test.afterAll(world.close);
const { admin } = world;

const clerk = "clerk@house.test";
const exported = async (body: unknown, as = clerk, headers = {}) =>
  await world.api("POST /api/admin/export-bank-file", { as, body, headers });
/** Makes a file of so many new invoices of a month of its own, and answers it. */
let months = 0;
const fileOf = async (asked: Parameters<typeof signedInvoices>[1], as = clerk) => {
  const month = `2023-${String(++months % 12 + 1).padStart(2, "0")}`;
  const ids = await signedInvoices(world, asked, { month, from: 10_000 * months });
  const made = await exported({ month, invoiceIds: ids }, as);
  assert.equal(made.status, 200, made.text);
  return { ...made.body, ids };
};
const download = async (id: string, as = clerk) => {
  const { status, headers, bytes } = await world.raw(`/api/admin/bank-files/${id}/download`, as);
  return { status, headers, text: new TextDecoder().decode(bytes) };
};
const post = (path: string, as: string, body?: unknown) =>
  world.api(`POST /api/admin/bank-files/${path}`, { as, body });
const codes = (list: { code: string }[]) => list.map(({ code }) => code);

Deno.test("the payout rules' file to the byte: its columns, its name, its sum; a draft with masked accounts before it is approved", async () => {
  await admin`insert into payout.public_numbers (tenant_id, kind, last_number) values (${house.id}, 'inv', 12344), (${house.id}, 'bf', 788)`;
  await signedInvoices(world, [
    { destinationId: deccan.destinationId, base: 130_000, number: "INV/NOV24/001" },
    { destinationId: kaveri.destinationId, base: 68_333.34, number: "INV/NOV24/002" },
  ]);
  await signedInvoices(world, 1, { tenant: rival });
  const made = await exported({ month: "2024-11", format: "csv" });
  assert.equal(made.status, 200, made.text);
  assert.match(made.text, /"totalAmount" : 35700\.00/);
  const { bankFileId, fileName, downloadUrl, summary, columns, status, sha256, excluded, warnings, files } = made.body;
  assert.deepEqual({ bankFileId, fileName, downloadUrl, summary, columns, status, excluded, warnings }, {
    bankFileId: "bf_789",
    fileName: "GST_Payment_Nov2024.csv",
    downloadUrl: "/api/admin/bank-files/bf_789/download",
    summary: { totalInvoices: 2, totalAmount: 35_700, generatedAt: "2026-11-20T04:30:00Z" },
    columns: [
      "invoice_id",
      "destination_id",
      "partner_name",
      "account_number",
      "ifsc_code",
      "gst_amount",
      "invoice_number",
    ],
    status: "generated",
    excluded: [],
    warnings: [],
  });
  assert.deepEqual(files.map((file: { sha256: string }) => file.sha256), [sha256]);

  const bytes = (deccanAccount: string, kaveriAccount: string) =>
    "invoice_id,destination_id,partner_name,account_number,ifsc_code,gst_amount,invoice_number\n" +
    `inv_12345,${deccan.destinationId},Deccan Referral Services,${deccanAccount},HDFC0001234,23400.00,INV/NOV24/001\n` +
    `inv_12346,${kaveri.destinationId},Kaveri Loan Partners,${kaveriAccount},SBIN0004321,12300.00,INV/NOV24/002\n`;
  const draft = await download("bf_789");
  assert.equal(draft.text, bytes("XXXXXX7890", "XXXXXX9012"));
  assert.equal(draft.headers.get("x-pakka-draft"), "true");
  assert.match(draft.headers.get("content-disposition")!, /filename="DRAFT_GST_Payment_Nov2024\.csv"/);

  const approved = await post("bf_789/approve", "owner@house.test");
  assert.deepEqual([approved.status, approved.body.status, approved.body.approvals.length], [200, "approved", 1]);
  const file = await download("bf_789");
  assert.equal(file.text, bytes("1234567890", "00123456789012"));
  assert.equal(file.headers.get("x-pakka-draft"), null);
  assert.equal(file.headers.get("x-content-sha256"), sha256);
  assert.equal(createHash("sha256").update(file.text).digest("hex"), sha256);
  assert.equal((await download("bf_789")).text, file.text, "the same bytes again");
  const events = await admin`select facts ->> 'draft' as draft, actor_id is not null as known from audit.security_events
    where kind = 'bank_file_downloaded' and tenant_id = ${house.id} order by id`;
  assert.deepEqual(events.map((event) => event.draft), ["true", "false", "false"]);
  assert.ok(events.every(({ known }) => known));
});

Deno.test("a second file of a month has another name; unknown ids, and nothing to pay, are refused by name", async () => {
  const [id] = await signedInvoices(world, 1, { from: 500 });
  assert.equal((await exported({ month: "2024-11" })).body.fileName, "GST_Payment_Nov2024_2.csv");
  const nothing = await exported({ invoiceIds: [id] });
  assert.deepEqual([nothing.status, nothing.body.code], [409, "nothing_to_export"]);
  assert.deepEqual(codes(nothing.body.facts.excluded), ["invoice_attempt_open"]);
  const unknown = await exported({ invoiceIds: [id, "inv_12345", id, "inv_999999"] });
  assert.deepEqual([unknown.status, unknown.body.code, unknown.body.errors[0].pointer], [
    404,
    "invoice_unknown",
    "/invoiceIds/3",
  ]);
  const rivals = await exported({ invoiceIds: [id] }, "owner@rival.test");
  assert.deepEqual([rivals.status, rivals.body.code], [404, "invoice_unknown"], "another company's is unknown");
  assert.deepEqual((await exported({ profile: "of_nobody" })).body.code, "bank_profile_unknown");
  assert.deepEqual((await exported({ profile: "of_nobody" })).status, 400);
});

Deno.test("hdfc_enet has no header, ends lines as that bank wants, names files by client, day and serial, and splits at its rows", async () => {
  await admin`update payout.bank_profiles set max_rows = 3 where profile = 'hdfc_enet'`;
  const ids = await signedInvoices(world, 7, { month: "2024-09", from: 600 });
  const nameless = await exported({ month: "2024-09", profile: "hdfc_enet" });
  assert.deepEqual([nameless.status, nameless.body.code], [409, "bank_client_code_missing"]);
  await admin`update payout.settings set bank_client_code = 'ABCD' where tenant_id = ${house.id}`;
  const { status, body } = await exported({ month: "2024-09", profile: "hdfc_enet" });
  assert.equal(status, 200);
  assert.deepEqual(
    body.files.map((file: { fileName: string; totalInvoices: number }) => [file.fileName, file.totalInvoices]),
    [["ABCD2011.001", 3], ["ABCD2011.002", 3], ["ABCD2011.003", 1]],
  );
  await post(`${body.files[2].bankFileId}/approve`, "owner@house.test");
  const last = await download(body.files[2].bankFileId);
  assert.match(
    last.text,
    /^P[0-9A-HJKMNP-TV-Z]{10},Referral House 606,50100000606,HDFC0001234,10,289\.08,20261120\r\n$/,
  );
  assert.match(last.headers.get("content-type")!, /^text\/plain/);
  const [told] = await admin`
    select count(*)::int as items, count(distinct payment_ref)::int as refs from payout.payout_items where tenant_id = ${house.id}`;
  assert.equal(told!.refs, told!.items);
  const moved = await admin`
    select from payout.invoices where tenant_id = ${house.id} and status = 'in_bank_file' and month = '2024-09'`;
  assert.equal(moved.length, ids.length);
});

Deno.test("who is left out is told, each by its reason, and who is paid oddly is warned of", async () => {
  const month = "2024-08";
  const at = (n: number) => `DEST-${String(700 + n).padStart(6, "0")}`;
  const ids = await signedInvoices(world, [
    {},
    { name: "=2+3" },
    { name: "राजेंद्र" },
    { name: "José Peña & Søn, Ltd" },
    { accountNumber: "99887766554433" },
    { accountNumber: "99887766554433" },
    { accountNumber: "1".repeat(34) },
    {},
    {},
    {},
    {},
    {},
  ], { month, from: 700 });
  await admin`update payout.bank_profile_columns set max_length = 20 where profile = 'generic_v1' and source = 'account_number'`;
  await changeAccount(world, at(7), "7700770077");
  await admin`update payout.partners set blocked_at = now(), blocked_reason = 'under review' where destination_id = ${
    at(8)
  }`;
  await admin`update payout.partners set gst_status = 'cancelled' where destination_id = ${at(9)}`;
  await admin`update payout.bank_accounts as a set superseded_at = now() from payout.partners as p where p.id = a.partner_id and p.destination_id = ${
    at(10)
  }`;
  await admin`update payout.invoices set settled_amount = payable_amount where invoice_id = ${ids[
    11
  ]!} and tenant_id = ${house.id}`;
  const [other] = await signedInvoices(world, 1, { month: "2024-07", from: 750 });
  await admin`update payout.invoices set status = 'paid' where tenant_id = ${house.id} and invoice_id = ${ids[0]!}`;

  const { status, body } = await exported({ month, invoiceIds: [...ids, other] });
  await admin`update payout.bank_profile_columns set max_length = 34 where profile = 'generic_v1' and source = 'account_number'`;
  assert.equal(status, 200);
  assert.deepEqual(
    Object.fromEntries(body.excluded.map((one: { invoiceId: string; code: string }) => [one.invoiceId, one.code])),
    {
      [ids[0]!]: "invoice_not_submitted",
      [ids[1]!]: "name_not_writable",
      [ids[2]!]: "name_not_writable",
      [ids[6]!]: "account_not_writable",
      [ids[7]!]: "bank_details_changed",
      [ids[8]!]: "partner_is_blocked",
      [ids[9]!]: "partner_gstin_cancelled",
      [ids[10]!]: "bank_account_missing",
      [ids[11]!]: "invoice_nothing_payable",
      [other!]: "invoice_of_another_month",
    },
  );
  assert.ok(
    body.excluded.every(({ message }: { message: string }) => message && !/[{}]/.test(message)),
    "whole sentences",
  );
  assert.deepEqual(codes(body.warnings), ["name_changed", "account_shared", "account_shared"]);
  assert.match(body.warnings[0].message, /Jose Pena & Son Ltd/);
  assert.equal(body.approvalsNeeded, 2, "a shared account needs two");
  assert.equal(body.summary.totalInvoices, 3);
  world.clock.set("2026-11-21T10:00:01+05:30");
  const day = await exported({ invoiceIds: [ids[7]] });
  assert.equal(day.status, 200, "the change is a day old");
  world.clock.set("2026-11-20T10:00:00+05:30");
});

Deno.test("nobody approves the own file: not by another session, not by an API key; nobody else's scope is enough", async () => {
  const { bankFileId } = await fileOf(2, "owner@house.test");
  const session = await send(world.app, "POST /api/auth/login", {
    body: { email: "owner@house.test", password: peoplesPassword },
  });
  const key = await world.api("POST /api/api-keys", {
    body: { name: "robot", scopes: ["payouts:approve", "payouts:read"] },
  });
  for (const token of [session.body.accessToken, key.body.key]) {
    const answer = await send(world.app, `POST /api/admin/bank-files/${bankFileId}/approve`, { token });
    assert.deepEqual([answer.status, answer.body.code], [403, "approver_made_the_file"]);
  }
  assert.equal((await post(`${bankFileId}/approve`, clerk)).status, 403, "a clerk has no such scope");
  const early = await post(`${bankFileId}/mark-sent`, "owner@house.test");
  assert.deepEqual([early.status, early.body.code], [409, "bank_file_not_in_state"]);
  assert.equal((await post(`${bankFileId}/approve`, "accountant@house.test")).status, 200);
  const twice = await post(`${bankFileId}/approve`, "accountant@house.test");
  assert.deepEqual([twice.status, twice.body.code, twice.body.facts.status], [
    409,
    "bank_file_not_in_state",
    "approved",
  ]);
  const sent = await post(`${bankFileId}/mark-sent`, "owner@house.test");
  assert.deepEqual([sent.body.status, sent.body.sentBy.name, sent.body.sentToBankAt], [
    "sent_to_bank",
    "owner",
    "2026-11-20T04:30:00Z",
  ]);
  assert.equal((await post(`${bankFileId}/cancel`, clerk, { reason: "too late" })).status, 409);
  const [open] =
    await admin`select waits_for from payout.bank_files_open where tenant_id = ${house.id} and bank_file_id = ${bankFileId}`;
  assert.equal(open!.waits_for, "upload the settlement file");
  const silent =
    await admin`select invoice_id from payout.payments_not_reported where tenant_id = ${house.id} and bank_file_id = ${bankFileId}`;
  assert.equal(silent.length, 2);
});

Deno.test("above the limits two people approve, each once; a company of one person asks for nobody", async () => {
  const { bankFileId, approvalsNeeded } = await fileOf([{ base: 2_777_778 }]);
  assert.equal(approvalsNeeded, 2, "a payment of more than 5,00,000");
  assert.equal((await post(`${bankFileId}/approve`, "owner@house.test")).body.status, "generated");
  const again = await post(`${bankFileId}/approve`, "owner@house.test");
  assert.deepEqual([again.status, again.body.code], [409, "bank_file_approved_by_you"]);
  assert.equal((await world.api(`GET /api/admin/bank-files/${bankFileId}`)).body.youMayApprove, false);
  assert.equal((await post(`${bankFileId}/approve`, "accountant@house.test")).body.status, "approved");
  await admin`update payout.settings set second_person = false where tenant_id = ${house.id}`;
  const alone = await fileOf(1);
  await admin`update payout.settings set second_person = true where tenant_id = ${house.id}`;
  assert.deepEqual([alone.status, alone.approvalsNeeded], ["approved", 0]);
});

Deno.test("lines that changed since the file was made are approved and sent by nobody", async () => {
  const [first, second] = [await fileOf(2), await fileOf(2)];
  assert.equal((await post(`${second.bankFileId}/approve`, "owner@house.test")).body.status, "approved");
  const tamper = (id: string) =>
    admin`update payout.payout_items as t set amount = amount + 1 from payout.bank_file_log as f
      where f.id = t.bank_file_id and f.bank_file_id = ${id} and f.tenant_id = ${house.id} and t.line_no = 1`;
  await tamper(first.bankFileId);
  await tamper(second.bankFileId);
  const approve = await post(`${first.bankFileId}/approve`, "owner@house.test");
  assert.deepEqual([approve.status, approve.body.code], [409, "bank_file_changed"]);
  const send = await post(`${second.bankFileId}/mark-sent`, "owner@house.test");
  assert.deepEqual([send.status, send.body.code], [409, "bank_file_changed"]);
});

Deno.test("a file that ends gives its invoices back, and they are paid by the next one in a new attempt", async () => {
  const { bankFileId, ids } = await fileOf(2);
  const rejected = await post(`${bankFileId}/reject`, "accountant@house.test", { reason: "wrong month" });
  assert.deepEqual([rejected.body.status, rejected.body.endedReason, rejected.body.endedBy.name], [
    "rejected",
    "wrong month",
    "accountant",
  ]);
  assert.equal((await download(bankFileId)).headers.get("x-pakka-draft"), "true", "its bytes go nowhere");
  const next = await exported({ invoiceIds: ids });
  const { items } =
    (await world.api(`GET /api/admin/bank-files/${next.body.bankFileId}`, { as: "auditor@house.test" })).body;
  assert.deepEqual(items.map((item: { attempt: number }) => item.attempt), [2, 2]);
  assert.match(items[0].accountNumber, /^X{6}\d{4}$/);
  await admin`update payout.payout_items as t set status = 'PENDING' from payout.bank_file_log as f where f.id = t.bank_file_id and f.bank_file_id = ${next.body.bankFileId}`;
  const told = await post(`${next.body.bankFileId}/cancel`, clerk, { reason: "no" });
  assert.deepEqual([told.status, told.body.code], [409, "bank_file_was_reported"]);
});

Deno.test("the same Idempotency-Key makes one file; lists and files of another company are not there", async () => {
  const month = "2024-01";
  await signedInvoices(world, 2, { month, from: 900 });
  const headers = { "idempotency-key": "january" };
  const [first, again] = [await exported({ month }, clerk, headers), await exported({ month }, clerk, headers)];
  assert.equal(again.text, first.text);
  assert.equal(again.headers.get("idempotency-replayed"), "true");
  assert.equal((await exported({ month: "2024-02" }, clerk, headers)).body.code, "idempotency_key_reused");
  const list = await world.api(`GET /api/admin/bank-files?month=${month}`);
  assert.deepEqual(list.body.data.map((file: { bankFileId: string }) => file.bankFileId), [first.body.bankFileId]);
  const page = await world.api("GET /api/admin/bank-files?limit=2");
  const rest = await world.api(`GET /api/admin/bank-files?limit=2&cursor=${page.body.nextCursor}`);
  assert.equal(new Set([...page.body.data, ...rest.body.data].map((file) => file.bankFileId)).size, 4);
  assert.deepEqual((await world.api("GET /api/admin/bank-files", { as: "owner@rival.test" })).body.data, []);
  for (const what of ["GET ", "POST /approve", "POST /mark-sent", "POST /cancel", "POST /reject"]) {
    const [method, rest] = what.split(" ");
    const body = /cancel|reject/.test(what) ? { reason: "no" } : undefined;
    const path = `/api/admin/bank-files/${first.body.bankFileId}${rest}`;
    const answer = await world.api(`${method} ${path}`, { as: "owner@rival.test", body });
    assert.deepEqual([answer.status, answer.body.code], [404, "bank_file_not_found"], what);
  }
});
