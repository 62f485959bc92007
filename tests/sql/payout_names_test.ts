import assert from "node:assert/strict";
import { deccan, examplePayouts, house, payoutWorld, rival } from "../support/payout_world.ts";
import { acting } from "../support/tenants.ts";

/** The tables of the payout rules by their names, and where one stands otherwise, which and why. */
const world = await payoutWorld();
Deno.test.afterAll(world.close);
const { admin } = world;

const rules: Record<string, string> = {
  partners: "destination_id partner_name gst_number account_number ifsc_code state address email",
  payout_calculation: "destination_id month category reason_for_payment effective_payout_base financial_year",
  reason_payment_mapping:
    "id category reason_for_payment is_eligible_for_gst payment_type description is_active created_at updated_at",
  invoices: `invoice_id destination_id invoice_number invoice_date month financial_year gst_base_amount trail_amount
    upfront_amount status digitally_signed signed_at signed_ip utr_number payment_date payment_status
    payment_failure_reason bank_file_id created_at updated_at gst_amount`,
  otp_log: `otp_id invoice_id destination_id otp_hash otp_sent_at otp_expires_at verification_attempts max_attempts
    is_verified verified_at ip_address user_agent`,
  bank_file_log: `bank_file_id file_name file_path month total_invoices total_amount status generated_at
    sent_to_bank_at`,
};

/** Where a name of the rules is not a column of that name, and what stands for it. */
const elsewhere: Record<string, { is: string; because: string }> = {
  "partners.account_number": { is: "bank_accounts.account_encrypted", because: "sealed, and a version a change" },
  "partners.ifsc_code": { is: "bank_accounts.ifsc_code", because: "belongs to the account" },
  "partners.state": { is: "partners.state_code", because: "a row of gst.states, and never a text to compare" },
};

const columnsOf = async (table: string) => {
  const rows = await admin<{ name: string; type: string }[]>`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type from pg_attribute as a
    where a.attrelid = ${"payout." + table}::regclass and a.attnum > 0 and not a.attisdropped`;
  return new Map(rows.map(({ name, type }) => [name, type]));
};

Deno.test("the tables and columns of the payout rules are there by their names, or stand where it is said", async () => {
  for (const [table, names] of Object.entries(rules)) {
    const there = await columnsOf(table);
    for (const name of names.split(/\s+/)) {
      const other = elsewhere[`${table}.${name}`];
      assert.equal(there.has(name), !other, `${table}.${name} ${other?.because ?? "is a column"}`);
      const [of = "", column = ""] = (other?.is ?? `${table}.${name}`).split(".");
      assert.ok((await columnsOf(of)).has(column), `${of}.${column}`);
    }
  }
});

Deno.test("rupees are numeric(18,2), instants know their zone, ids of the outside carry their kind", async () => {
  for (const [table, names] of Object.entries(rules)) {
    const there = await columnsOf(table);
    for (const name of names.split(/\s+/)) {
      const type = there.get(name);
      if (/amount|effective_payout_base/.test(name)) assert.equal(type, "numeric(18,2)", `${table}.${name}`);
      if (/_at$/.test(name)) assert.equal(type, "timestamp with time zone", `${table}.${name}`);
      if (/_date$/.test(name)) assert.equal(type, "date", `${table}.${name}`);
    }
  }
  const [generated] = await admin`
    select array_agg(c.table_name || ': ' || c.generation_expression order by c.table_name)::text as all
    from information_schema.columns as c where c.table_schema = 'payout' and c.is_generated = 'ALWAYS' and c.data_type = 'text'
      and c.column_name like '%\\_id'`;
  for (const kind of ["inv_", "bf_", "rec_", "otp_"]) assert.ok(generated!.all.includes(`'${kind}'`), kind);
});

Deno.test("the seven reasons of the rules are what a company begins with, each once a category", async () => {
  for (const { id } of [house, rival]) {
    const rows = await admin<{ row: string }[]>`
      select concat_ws('|', category, reason_for_payment, is_eligible_for_gst, payment_type, description, is_active) as row
      from payout.reason_payment_mapping where tenant_id = ${id} order by category, reason_for_payment`;
    assert.deepEqual(rows.map(({ row }) => row), [
      "trail|base_referral|t|COMMISSION|Trail commission on base referral|t",
      "trail|recovery_payment|t|COMMISSION|Trail commission on recovery|t",
      "upfront|base_referral|t|OFFER|Upfront payment - base referral|t",
      "upfront|dynamic|t|OFFER|Upfront payment - dynamic|t",
      "upfront|negotiation_credit_base_referral|t|OFFER|Negotiation credit base|t",
      "upfront|negotiation_partner_base_referral|t|OFFER|Negotiation partner base|t",
      "upfront|negotiation_partner_marketing|t|OFFER|Negotiation partner marketing|t",
    ]);
  }
});

Deno.test("the query of the rules runs as they write it and gives their four rows, of one's own company alone", async () => {
  await world.importPayouts(examplePayouts());
  const query = (tenant: string, destination: string) =>
    acting(world.db, tenant)(async ({ sql }) =>
      await sql<{ row: string }[]>`
        select pc.category || '/' || pc.reason_for_payment || ' ' || pc.effective_payout_base || ' ' || pc.financial_year as row
        from payout.payout_calculation as pc
        inner join payout.reason_payment_mapping as rpm
          on pc.category = rpm.category and pc.reason_for_payment = rpm.reason_for_payment
        where pc.destination_id = ${destination} and pc.month = '2024-11'
          and rpm.is_eligible_for_gst = true and rpm.is_active = true order by 1`
    );
  const { destinationId } = deccan;
  assert.deepEqual((await query(house.id, destinationId)).map(({ row }) => row), [
    "trail/base_referral 30000.00 2024-2025",
    "trail/recovery_payment 50000.00 2024-2025",
    "upfront/base_referral 40000.00 2024-2025",
    "upfront/dynamic 10000.00 2024-2025",
  ]);
  assert.equal((await query(rival.id, destinationId)).length, 0);
});

Deno.test("a partner has one invoice in force a month, a number is unique, and every step moves updated_at", async () => {
  const indexes = await admin<{ text: string }[]>`
    select indexdef as text from pg_indexes where schemaname = 'payout' and tablename in ('invoices', 'otp_log', 'bank_file_log', 'reason_payment_mapping')`;
  const has = (pattern: RegExp) => assert.ok(indexes.some(({ text }) => pattern.test(text)), String(pattern));
  has(/UNIQUE.*invoices .*\(tenant_id, partner_id, month\) WHERE/);
  has(/UNIQUE.*invoices .*invoice_number\)/);
  has(/UNIQUE.*reason_payment_mapping .*\(tenant_id, category, reason_for_payment\)/);
  for (const first of ["month", "stage", "partner_id"]) {
    has(new RegExp(`ON payout\\.invoices .*\\(tenant_id, ${first}`));
  }
  for (const first of ["month", "status"]) has(new RegExp(`ON payout\\.bank_file_log .*\\(tenant_id, ${first}`));
  has(/ON payout\.otp_log .*\(tenant_id, invoice_id/);

  const writers = await admin<{ name: string; text: string }[]>`
    select p.proname as name, p.prosrc as text from pg_proc as p where p.pronamespace = 'payout'::regnamespace
      and p.prosrc ~* 'update\\s+payout\\.invoices'`;
  assert.ok(writers.length >= 6, "what changes an invoice");
  for (const { name, text } of writers) {
    for (const [statement] of text.matchAll(/update\s+payout\.invoices[^;]*/gi)) {
      if (/\bstatus\s*=/.test(statement)) assert.match(statement, /updated_at = /, name);
    }
  }
});
