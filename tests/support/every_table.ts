import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { NewTenant } from "../../domain/core/mod.ts";
import { fillPayouts } from "./every_payout_table.ts";
import { type EInvoiceWorld, einvoiceWorld, house, invoice, peoplesPassword, rival, rowsOf } from "./einvoice_world.ts";

/**
 * Two companies with rows of their own in every tenant table, made the way production makes them. A test that sweeps the
 * catalogue fails for a table that is empty here: give it rows below.
 */
export async function everyTableFilled(): Promise<EInvoiceWorld> {
  const world = await einvoiceWorld({ queue: true });
  for (const tenant of [house, rival]) await fill(world, tenant);
  return world;
}

async function fill(world: EInvoiceWorld, tenant: NewTenant): Promise<void> {
  const as = `owner@${tenant.name.split(" ")[0]!.toLowerCase()}.test`;
  const made = async (what: string, body: unknown, headers = {}) => {
    const answer = await world.api(what, { as, body, headers });
    if (answer.status !== 201) throw new Error(`${what}: ${answer.text}`);
    return answer.body;
  };
  await signInOnPages(world, as);
  const lamp = await made("POST /api/items", {
    name: "Desk lamp",
    hsn: "940521",
    unit: "NOS",
    rate: 1200,
    gstRate: 18,
  });
  const stock = { date: invoice().date, quantity: 5, value: 4000 };
  const told = await world.api(`PUT /api/items/${lamp.id}/opening-stock`, { as, body: stock });
  if (told.status !== 200) throw new Error(told.text);
  await made("POST /api/api-keys", { name: "till", scopes: ["vouchers:read"] });
  await made("POST /api/webhooks", { url: "https://hooks.example/" });
  const sold = await made("POST /api/vouchers", invoice(), { "idempotency-key": "first-of-both" });
  await made("POST /api/vouchers", { type: "credit_note", date: invoice().date, originalVoucherId: sold.id });
  await rowsOf(world, tenant)(async ({ sql, tenantId }) => {
    const [bill] =
      await sql`insert into ewaybill.e_way_bills (tenant_id, voucher_id, gstin, status, ewb_number, generated_at)
      values (${tenantId}, ${sold.id}, ${sold.companyGstin}, 'active', '181012345678', core.now()) returning id`;
    await sql`insert into ewaybill.changes (tenant_id, e_way_bill_id, change, request, payload)
      values (${tenantId}, ${bill?.id}, 'cancel', '{}', '{}')`;
    await sql`insert into ewaybill.received_bills (tenant_id, gstin, ewb_number, status, generated_at)
      values (${tenantId}, ${sold.companyGstin}, '181087654321', 'active', core.now())`;
    const [trip] = await sql`insert into ewaybill.consolidated_bills (tenant_id, gstin, transport)
      values (${tenantId}, ${sold.companyGstin}, '{}') returning id`;
    await sql`insert into ewaybill.consolidated_members (tenant_id, consolidated_bill_id, e_way_bill_id)
      values (${tenantId}, ${trip?.id}, ${bill?.id})`;
    const [certificate] =
      await sql`insert into tds.tds_certificates (tenant_id, party_id, financial_year, quarter, certificate_number)
      values (${tenantId}, ${sold.partyId}, '2026-27', 3, '1') returning id`;
    await sql`insert into tds.tds_details (tenant_id, voucher_id, party_id, certificate_id, code, base_amount, rate, tds_amount, deducted_on)
      values (${tenantId}, ${sold.id}, ${sold.partyId}, ${certificate?.id}, '1024', 1000, 2, 20, ${sold.date})`;
  });
  await withTenant(world.context(tenant), ({ sql, tenantId }) =>
    sql`
      with begun as (
        insert into ewaybill.vehicle_groups (tenant_id, e_way_bill_id, group_no, total_quantity, unit, movement, started_at)
        select ${tenantId}, id, 1, 10, 'NOS', '{}', core.now() from ewaybill.e_way_bills where tenant_id = ${tenantId} limit 1 returning id
      )
      insert into ewaybill.vehicle_loads (tenant_id, vehicle_group_id, vehicle_number, quantity, added_at)
      select ${tenantId}, id, 'MH12AB1234', 10, core.now() from begun`);
  await made("POST /api/vouchers", { ...invoice(), draft: true });
  await world.api("POST /api/periods/lock", { as, body: { until: "2026-10-31", reason: "October is closed" } });
  await made("POST /api/vouchers", { ...invoice(), date: "2026-10-31", overrideLock: true });
  const cancelled = await world.post(invoice(), as);
  await world.run(tenant);
  const { irn } = await world.standing(cancelled.id, tenant);
  await rowsOf(world, tenant)(({ sql }) =>
    callRows(sql, "einvoice.request_cancellation", { p_irn: irn, p_reason_code: "2", p_remarks: "order withdrawn" })
  );
  await rowsOf(world, tenant)(({ sql }) =>
    sql`insert into einvoice.adoptions (tenant_id, e_invoice_id, signed_invoice, signed_qr_code)
      select tenant_id, id, 'a.b.c', 'a.b.c' from einvoice.e_invoices where voucher_id = ${sold.id}`
  );
  await rowsOf(world, tenant)(async ({ sql }) => {
    await callRows(sql, "core.take_requests", { p_caller: "user:till", p_limit: 100, p_wanted: 1 });
    await callOne(sql, "audit.record_security_event", { p_kind: "sign_in_throttled" });
  });
  await withTenant(world.context(tenant), async ({ sql }) => {
    const at = world.clock.now().toISOString();
    const run = { queuedId: crypto.randomUUID(), attempt: 1, startedAt: at, finishedAt: at, outcome: "done" };
    await callOne(sql, "ops.record_job_run", { p_run: { job: "audit.seal_events", summary: {}, ...run } });
    const [own] = await sql`select id from einvoice.registrations where tenant_id = ${tenant.id}`;
    const place = { p_office: "irp", p_registration_id: own?.id, p_provider: "irp1", p_key_hash: new Uint8Array(32) };
    await callOne(sql, "ops.claim_portal_session", { ...place, p_holder: crypto.randomUUID(), p_seconds: 1 });
    await sql`insert into ops.call_budgets (tenant_id, portal, gstin, tokens, refilled_at)
      values (${tenant.id}, 'irp', ${sold.companyGstin}, 60, core.now()) on conflict do nothing`;
    const letter = {
      job: "core.forget_requests",
      queuedId: crypto.randomUUID(),
      payload: {},
      attempts: 6,
      error: "gone",
    };
    await callOne(sql, "ops.record_dead_letter", { p_letter: letter });
    const said = { p_subject: "The portal refuses the sign-in", p_body: "Look at the registration." };
    await callOne(sql, "ops.notify", { p_kind: "try_out", p_key: tenant.id, p_severity: "critical", ...said });
  });
  await rowsOf(world, tenant)(({ sql, tenantId }) =>
    sql`insert into ops.retries (tenant_id, api_call_id, kind, subject_id) values (${tenantId}, ${sold.id}, 'e_invoice', ${sold.id})`
  );
  await fillPayouts(world, tenant);
  // In a transaction of its own: a seal covers what was committed before.
  await withTenant(world.context(tenant), ({ sql }) => callOne(sql, "audit.seal_events", {}));
}

async function signInOnPages(world: EInvoiceWorld, email: string): Promise<void> {
  const body = new URLSearchParams({ email, password: peoplesPassword });
  const headers = { "sec-fetch-site": "same-origin" };
  const { status } = await world.app.request("/sign-in", { method: "POST", headers, body });
  if (status !== 303) throw new Error(`${email} cannot sign in on the pages: ${status}`);
}
