import assert from "node:assert/strict";
import { openDatabase } from "../../db/pool.ts";
import { keepDocument } from "../../domain/payout/mod.ts";
import { partnerInvoice } from "../support/partner_invoice.ts";
import { house, type PayoutWorld, payoutWorld, rival } from "../support/payout_world.ts";

/** What proves a payment stays for the eight financial years after its own; tried as a superuser and as the owner. */
let world: PayoutWorld;
Deno.test.beforeAll(async () => {
  world = await payoutWorld();
  for (
    const [tenant, dates] of [[house, ["2026-11-20", "2027-03-31", "2027-04-01"]], [rival, ["2026-11-20"]]] as const
  ) {
    for (const [at, date] of dates.entries()) await fill(tenant, at + 1, date);
  }
});
Deno.test.afterAll(() => world.close());
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

const pdf = new TextEncoder().encode("%PDF-1.7 an invoice");
async function fill(tenant: typeof house, no: number, date: string) {
  const invoiceId = await partnerInvoice(world, tenant, {
    no,
    date,
    with: (sql, invoiceRowId) => keepDocument(sql, { invoiceRowId, kind: "original", fileName: "a.pdf", bytes: pdf }),
  });
  const at = `${date}T12:00:00+05:30`;
  const [t, sha] = [tenant.id, new Uint8Array(32).fill(no)];
  await world.admin`
    insert into payout.otp_log (tenant_id, public_no, invoice_id, destination_id, email, document_sha256, otp_hash, otp_sent_at, otp_expires_at, revoked_at)
    values (${t}, ${no}, ${invoiceId}, 'D', 'a@b.test', ${sha}, 'hash', ${at}, ${at}, ${at})`;
  await world.admin`
    insert into payout.bank_file_log (tenant_id, public_no, profile, file_name, total_invoices, total_amount, content_size, generated_at)
    values (${t}, ${no}, 'generic_v1', 'f.csv', 1, 18, 100, ${at})`;
  const [file] = await world.admin`
    insert into payout.settlement_files (tenant_id, public_no, file_name, sha256, size, profile, status, uploaded_at, applied_at)
    values (${t}, ${no}, 's.csv', ${sha}, 50, 'generic_v1', ${no === 1 ? "applied" : "previewed"}, ${at}, ${
    no === 1 ? at : null
  }) returning id`;
  await world.admin`insert into payout.settlement_rows (tenant_id, file_id, line_no) values (${t}, ${file!.id}, 2)`;
}

class Undo extends Error {}
/** Tries a statement as the owner in the tenant's context, on a day, and takes it back; "done" or the refusal's code and day. */
async function attempt(
  statement: string,
  { on = "2026-11-21", role = "pakka_owner" } = {},
): Promise<string> {
  try {
    await world.admin.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: house.id, now: `${on}T12:00:00+05:30` })})`;
      if (role) await sql`set local role pakka_owner`;
      const { count } = await sql.unsafe(statement);
      throw new Undo(String(count));
    });
    return "not taken back";
  } catch (error) {
    if (error instanceof Undo) return `done ${error.message}`;
    const { message, detail = "{}" } = error as { message: string; detail?: string };
    return `${message} ${JSON.parse(detail).facts?.keepUntil ?? ""}`;
  }
}

const tables = ["documents", "otp_log", "invoices", "bank_file_log", "settlement_files"] as const;

test("neither the owner nor a superuser deletes what proves a payment before its day: document_kept_until", async () => {
  for (const table of tables) {
    for (const role of ["pakka_owner", ""]) {
      const statement = `delete from payout.${table} where tenant_id = '${house.id}'`;
      assert.match(await attempt(statement, { role }), /^document_kept_until 203[56]-03-31$/, `${table} as ${role}`);
      assert.match(await attempt(statement, { role, on: "2035-03-31" }), /^document_kept_until/, table);
      assert.match(await attempt(`truncate payout.${table} cascade`, { role: "" }), /^document_kept_until/, table);
    }
  }
});

test("after its day it may go, and not a day before; a year ends with March in India", async () => {
  const one = (no: number) => `delete from payout.bank_file_log where tenant_id = '${house.id}' and public_no = ${no}`;
  assert.equal(await attempt(one(1), { on: "2035-03-31" }), "document_kept_until 2035-03-31");
  assert.equal(await attempt(one(1), { on: "2035-04-01" }), "done 1");
  assert.equal(await attempt(one(2), { on: "2035-04-01" }), "done 1", "31 March 2027 is of 2026-27");
  assert.equal(await attempt(one(3), { on: "2036-03-31" }), "document_kept_until 2036-03-31");
  assert.equal(await attempt(one(3), { on: "2036-04-01" }), "done 1");
  // 31 March 2027, 20:00 in Greenwich, is 1 April in India, whatever the session's zone.
  const late = `set local timezone = 'America/New_York';
    update payout.bank_file_log set generated_at = '2027-03-31T20:00:00Z' where tenant_id = '${house.id}' and public_no = 1; ${
    one(1)
  }`;
  assert.equal(await attempt(late, { on: "2035-04-01" }), "document_kept_until 2036-03-31");
});

test("how long a document is kept is made longer, never shorter", async () => {
  const change = (to: string) => `update payout.documents set keep_until = '${to}' where tenant_id = '${house.id}'`;
  assert.match(await attempt(change("2030-03-31")), /^document_kept_until/);
  assert.equal(await attempt(change("2040-03-31")), "done 3");
});

test("rows that were applied stay with their file; a preview's may be replaced", async () => {
  const rows = (status: string) =>
    `delete from payout.settlement_rows as r using payout.settlement_files as f where f.id = r.file_id and f.status = '${status}'
       and r.tenant_id = '${house.id}'`;
  assert.equal(await attempt(rows("applied")), "document_kept_until 2035-03-31");
  assert.equal(await attempt(rows("applied"), { on: "2035-04-01" }), "done 1");
  assert.equal(await attempt(rows("previewed")), "done 2");
  assert.match(await attempt("truncate payout.settlement_rows cascade", { role: "" }), /^document_kept_until/);
});

test("a DBA reads what is kept, since when and until when, of one company at a time", async () => {
  const reader = openDatabase(world.database.readerUrl, { max: 1 });
  const read = (tenant: typeof house) =>
    reader.begin(async (sql) => {
      await sql`select core.enter(${sql.json({ tenantId: tenant.id })})`;
      return [
        ...await sql`select kind, rows::int, oldest, kept_until, kept_until_at_most, size_bytes::int as size
          from payout.retention order by kind`,
      ];
    });
  const row = (kind: string, size: number) => ({
    kind,
    rows: 3,
    oldest: "2026-11-20",
    kept_until: "2035-03-31",
    kept_until_at_most: "2036-03-31",
    size,
  });
  assert.deepEqual(await read(house), [
    row("bank_file", 300),
    row("otp_log", 0),
    row("partner_invoice", 3 * pdf.length),
    row("settlement_file", 150),
  ]);
  assert.deepEqual((await read(rival)).map(({ kind, rows }) => `${kind} ${rows}`), [
    "bank_file 1",
    "otp_log 1",
    "partner_invoice 1",
    "settlement_file 1",
  ]);
  await reader.end();
});
