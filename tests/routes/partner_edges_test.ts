import assert from "node:assert/strict";
import { cancelPartnerInvoice, generateInvoice, requestOtp, verifyOtp } from "../../domain/payout/mod.ts";
import { send } from "../support/app.ts";
import {
  cauvery,
  deccan,
  examplePayouts,
  house,
  kaveri,
  peoplesPassword,
  unregistered,
} from "../support/payout_world.ts";
import { signingWorld } from "../support/signing_world.ts";

/** What may go wrong on a partner's way, beside what partner_invoices_test.ts and partner_signing_test.ts hold. */
const logged: string[] = [];
const world = await signingWorld({ log: (line) => void logged.push(JSON.stringify(line)) });
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const generate = (month: unknown, { email: as, destinationId } = deccan, more = {}) =>
  world.api(`POST /api/partner/${destinationId}/invoice/generate`, { as, body: { month, ...more } });
const data = (month: string, { email: as, destinationId } = deccan) =>
  world.api(`GET /api/partner/${destinationId}/invoice/${month}/data`, { as });
/** A page as this person's browser gets it. */
async function visit(path: string, email = deccan.email) {
  const origin = "http://pakka.test";
  const form = { method: "POST", headers: { origin }, body: new URLSearchParams({ email, password: peoplesPassword }) };
  const cookie = (await world.app.request(`${origin}/sign-in`, form)).headers.get("set-cookie")?.split(";")[0] ?? "";
  const answer = await world.app.request(`${origin}${path}`, { headers: { cookie } });
  return { status: answer.status, text: await answer.text() };
}

test("a month is written 2024-11 and in no other form", async () => {
  for (
    const month of ["2024-1", "24-11", "11-2024", "2024-00", "2024-13", "Nov 2024", "2024-11-01", "२०२४-११", "", 202411]
  ) {
    const { status, body } = await generate(month);
    assert.deepEqual([status, body.code, body.errors[0]?.pointer], [400, "invalid_request", "/month"], `${month}`);
  }
  for (const month of ["2024-1", "11-2024", "2024-13", "2024-11-01", "Nov%202024", "%00"]) {
    const { status } = await data(month);
    assert.ok(status === 400 || status === 404, `${month}: ${status}`);
    const page = await visit(`/partner/${month}`);
    assert.ok(page.status === 400 || page.status === 404, `/partner/${month}: ${page.status}`);
    assert.match(page.text, /role="alert"/);
  }
});

test("a month without payouts, and one whose reasons are all without GST, have nothing to invoice", async () => {
  assert.deepEqual([(await generate("2023-01")).body.code, (await data("2023-01")).body.code], [
    ...["no_eligible_payouts", "no_eligible_payouts"],
  ]);
  const put = (isEligibleForGst: boolean) =>
    world.api("PUT /api/admin/payout-reasons", {
      body: { category: "trail", reasonForPayment: "recovery_payment", isEligibleForGst },
    });
  const taken = await put(false);
  assert.equal(taken.status, 200, taken.text);
  await world.importPayouts([[deccan.destinationId, "2023-02", "trail", "recovery_payment", "50000"]]);
  assert.deepEqual([(await generate("2023-02")).status, (await generate("2023-02")).body.code], [
    ...[409, "no_eligible_payouts"],
  ]);
  const page = await visit("/partner/2023-02");
  assert.equal(page.status, 409);
  assert.equal((await put(true)).status, 200);
  assert.equal((await data("2023-02")).body.gstAmount, 9000);
});

test("a GSTIN that was cancelled charges no GST: the month is shown and refused by name, by API and on the page", async () => {
  await world.importPayouts(examplePayouts(kaveri.destinationId, "2023-03"));
  await world.admin`update payout.partners set gst_status = 'cancelled' where destination_id = ${kaveri.destinationId}`;
  const { status, body } = await generate("2023-03", kaveri);
  assert.deepEqual([status, body.code, body.facts.gstStatus], [409, "partner_not_registered", "cancelled"]);
  const page = await visit("/partner/2023-03", kaveri.email);
  assert.equal(page.status, 409);
  assert.match(page.text, /partner_not_registered/);
  await world.admin`update payout.partners set gst_status = 'active' where destination_id = ${kaveri.destinationId}`;
  assert.equal((await generate("2023-03", kaveri)).status, 201);
});

test("without bank details an invoice is made and signed, and paid once there are some", async () => {
  const destinationId = "DEST-WITHOUT-ACCOUNT";
  const partner = { ...unregistered, destinationId };
  const details = { partnerName: "Godavari Referrals", gstNumber: "27AAECG7719Q1ZV", email: unregistered.email };
  const place = { address: "2 Main Road", city: "Nashik", pincode: "422001" };
  const added = await world.api("POST /api/admin/partners", { body: { destinationId, ...details, ...place } });
  assert.equal(added.status, 201, added.text);
  await world.admin`update core.users set destination_id = ${destinationId} where email = ${unregistered.email}`;
  await world.importPayouts(examplePayouts(destinationId, "2023-04"));
  const page = await visit("/partner/2023-04", unregistered.email);
  assert.equal(page.status, 200, page.text);
  assert.match(page.text, /No bank account of yours is on file/);

  const made = await generate("2023-04", partner);
  assert.deepEqual([made.status, made.body.accountNumber, made.body.ifscCode], [201, null, null], made.text);
  const { invoiceId } = made.body;
  const { otpId } = (await world.askOtp(invoiceId, partner)).body;
  assert.equal((await world.tryOtp(invoiceId, otpId, await world.codeOf(otpId, partner), partner)).status, 200);
  const pay = () => world.api("POST /api/admin/export-bank-file", { body: { invoiceIds: [invoiceId] } });
  const refused = await pay();
  assert.equal(refused.status, 409, refused.text);
  assert.match(refused.text, /bank_account_missing/);
  const account = { accountNumber: "60012345678", ifscCode: "SBIN0004321" };
  const { status, text } = await world.api(`PUT /api/admin/partners/${destinationId}`, {
    body: { ...details, ...place, ...account },
  });
  assert.equal(status, 200, text);
  world.later(90_000);
  const paid = await pay();
  assert.deepEqual([paid.status, paid.body.summary?.totalInvoices], [200, 1], paid.text);
});

test("what looks like SQL or HTML is a value like another: refused by its rule, or shown as it is", async () => {
  await world.importPayouts(examplePayouts(deccan.destinationId, "2023-05"));
  for (const invoiceNumber of ["';DROP TABLE A--", "A' OR '1'='1", '<b>"1"</b>', "${7*7}", "A\nB"]) {
    const { status, body } = await generate("2023-05", deccan, { invoiceNumber });
    assert.deepEqual([status, body.code], [400, "invoice_number_characters_not_allowed"], invoiceNumber);
  }
  for (const destination of ["' or true --", "%25", "_", `${deccan.destinationId}'`, "..%2f..", "*"]) {
    const { status, body } = await world.api(`GET /api/partner/${encodeURIComponent(destination)}/invoices`, {
      as: deccan.email,
    });
    assert.deepEqual([status, body.code], [404, "destination_not_found"], destination);
  }
  const name = `<script>alert(1)</script> "Deccan" & Sons`;
  await world.admin`update payout.partners set partner_name = ${name} where destination_id = ${deccan.destinationId}`;
  const shown = [await visit("/partner"), await visit("/partner/2023-05")];
  const { body: { invoiceId } } = await generate("2023-05");
  shown.push(await visit(`/partner/invoices/${invoiceId}`), await visit(`/partner/invoices/${invoiceId}/preview.svg`));
  for (const { status, text } of shown) {
    assert.equal(status, 200);
    assert.ok(!text.includes("<script>alert"), text);
  }
  assert.match(shown[0]!.text, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  await world.admin`update payout.partners set partner_name = ${deccan.partnerName}
    where destination_id = ${deccan.destinationId}`;
});

test("who generated, asked for a code, signed and cancelled, when and from which address, stands in the trail", async () => {
  world.later(90_000);
  const ctx = await world.context(deccan.email);
  const { destinationId } = deccan;
  await world.importPayouts(examplePayouts(destinationId, "2023-06"));
  const { json } = await generateInvoice(ctx, destinationId, { month: "2023-06" });
  const { invoiceId } = JSON.parse(json);
  const deps = { ...world.options, keys: world.keys };
  const { otpId } = JSON.parse(await requestOtp(ctx, deps, invoiceId, { destinationId }, "a browser"));
  const otpCode = await world.codeOf(otpId);
  await verifyOtp(ctx, deps, invoiceId, { destinationId, otpId, otpCode }, "a browser");
  await cancelPartnerInvoice(ctx, invoiceId, { reason: "entered twice" });
  const [invoice] = await world.admin`select id, signed_ip, signed_user_agent, signed_by from payout.invoices
    where invoice_id = ${invoiceId} and tenant_id = ${house.id}`;
  const { userId } = ctx.actor;
  assert.deepEqual([invoice!.signed_ip, invoice!.signed_user_agent, invoice!.signed_by], [
    ...["192.0.2.10", "a browser", userId],
  ]);
  const [otp] = await world.admin`select ip_address, user_agent, requested_by from payout.otp_log
    where otp_id = ${otpId} and tenant_id = ${house.id}`;
  assert.deepEqual([otp!.ip_address, otp!.user_agent, otp!.requested_by], ["192.0.2.10", "a browser", userId]);
  const trail = await world.admin`select after ->> 'status' as status, ip, actor_id as by from audit.events
    where tenant_id = ${house.id} and entity_id = ${invoice!.id} order by occurred_at, recorded_in`;
  const steps = trail.map(({ status }) => status).filter((one) => one !== null);
  assert.deepEqual(steps, ["generated", "submitted", "cancelled"]);
  for (const { ip, by } of trail) assert.deepEqual([ip, by], ["192.0.2.10", userId]);
});

test("a whole account number stands in no row, no line of the log and no answer", async () => {
  world.later(90_000);
  const invoiceId = await world.generated("2023-07");
  const { otpId } = (await world.askOtp(invoiceId)).body;
  await world.tryOtp(invoiceId, otpId, await world.codeOf(otpId));
  const made = await world.api("POST /api/admin/export-bank-file", {
    as: "clerk@house.test",
    body: { invoiceIds: [invoiceId] },
  });
  assert.equal(made.status, 200, made.text);
  const approved = await world.api(`POST /api/admin/bank-files/${made.body.bankFileId}/approve`);
  assert.equal(approved.status, 200, approved.text);
  const file = await world.raw(`/api/admin/bank-files/${made.body.bankFileId}/download`);
  assert.ok(new TextDecoder().decode(file.bytes).includes(deccan.accountNumber), "the bank is told it");

  const asText = deccan.accountNumber;
  const asHex = new TextEncoder().encode(asText).toHex();
  const tables = await world.admin<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema')`;
  for (const { name } of tables) {
    const found = await world.admin.unsafe(
      `select 1 from ${name} as t where to_jsonb(t)::text like $1 or to_jsonb(t)::text like $2 limit 1`,
      [`%${asText}%`, `%${asHex}%`],
    );
    assert.equal(found.length, 0, `${name} holds an account number`);
  }
  const answers = [
    made,
    approved,
    await data("2023-07"),
    await world.api(`GET /api/partner/invoice/${invoiceId}`, { as: deccan.email }),
  ];
  for (const { text } of answers) assert.ok(!text.includes(asText));
  assert.ok(logged.length > 0 && !logged.some((line) => line.includes(asText)));
});

test("a partner's session is renewed with its refresh token, stays the partner's, and a token is used once", async () => {
  const login = { email: cauvery.email, password: peoplesPassword };
  const first = (await send(world.app, "POST /api/auth/login", { body: login })).body;
  const renew = () => send(world.app, "POST /api/auth/refresh", { body: { refreshToken: first.refreshToken } });
  const { status, body } = await renew();
  assert.equal(status, 200);
  const list = (destinationId: string) =>
    send(world.app, `GET /api/partner/${destinationId}/invoices`, { token: body.accessToken });
  assert.equal((await list(cauvery.destinationId)).status, 200);
  assert.equal((await list(deccan.destinationId)).status, 404);
  assert.equal((await send(world.app, "GET /api/admin/partners", { token: body.accessToken })).status, 403);
  world.later(60);
  assert.equal((await renew()).status, 401);
});
