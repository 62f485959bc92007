import type { NewTenant } from "../../domain/core/mod.ts";
import type { Database } from "../../db/pool.ts";
import type { Answer } from "./app.ts";
import { house, type PayoutWorld, payoutWorld } from "./payout_world.ts";
import { acting } from "./tenants.ts";

/** An invoice that stands in a bank file: its number in inv_<n>, and what the file pays. */
export interface Exported {
  readonly no: number;
  readonly amount: string;
}

/** When the bank files of these tests were approved; payments are of the day after. */
export const approvedAt = "2026-11-18T11:00:00+05:30";
export const paidOn = "2026-11-19";

/** The eight of the worked example, 1,42,900.00 in all. */
export const eight: readonly Exported[] = [
  { no: 12345, amount: "23400.00" },
  { no: 12346, amount: "18500.00" },
  { no: 12347, amount: "15200.00" },
  { no: 12348, amount: "32100.00" },
  { no: 12349, amount: "12300.00" },
  { no: 12350, amount: "9000.00" },
  { no: 12351, amount: "27000.00" },
  { no: 12352, amount: "5400.00" },
];

/** UTRs of the NEFT form, told apart by their number. */
export const utr = (n: number | string) => `HDFCN${String(n).padStart(11, "0")}`;

export type Row = readonly [
  invoice: string,
  utr: string,
  amount: string,
  date: string,
  status: string,
  remarks?: string,
];

export const settlementHeader = "invoice_id,utr_number,amount,payment_date,status,remarks";
export const settlementCsv = (rows: readonly Row[], header = settlementHeader): string =>
  [header, ...rows.map((row) => [...row, ""].slice(0, 6).join(","))].join("\n") + "\n";

export const success = (no: number, n: number | string, amount: string, date = paidOn): Row => [
  `inv_${no}`,
  utr(n),
  amount,
  date,
  "SUCCESS",
];

export interface SettlementWorld extends PayoutWorld {
  /** Puts invoices into a bank file that was approved and sent; answers its public id. */
  exported(invoices: readonly Exported[], more?: ExportMore): Promise<string>;
  /** Another attempt of invoices that failed, in a bank file of its own. */
  exportedAgain(nos: readonly number[], status?: string): Promise<string>;
  /** Uploads a settlement file; its name is made up. */
  settle(
    rows: readonly Row[] | string | Uint8Array<ArrayBuffer>,
    asked?: { as?: string; preview?: boolean; fields?: Record<string, string> },
  ): Promise<Answer>;
  /** What each row was taken for, in the order of the file. */
  classes(reconciliationId: string, tenant?: NewTenant): Promise<string[]>;
  /** `paid 23400.00 HDFCN…` of an invoice. */
  standing(no: number, tenant?: NewTenant): Promise<string>;
  /** One number or text of SQL, as the owner of the database. */
  one(text: string, ...values: unknown[]): Promise<string>;
}

interface ExportMore {
  readonly tenant?: NewTenant;
  readonly status?: string;
  readonly profile?: string;
}

export async function settlementWorld(): Promise<SettlementWorld> {
  const world = await payoutWorld(Deno.env.has("LOGGED") ? { log: (line) => console.error(line) } : {});
  let uploads = 0;
  return {
    ...world,
    exported: (invoices, { tenant = house, status = "sent_to_bank" } = {}) =>
      exportInvoices(world.db, tenant.id, invoices, status),
    exportedAgain: (nos, status = "sent_to_bank") => exportAgain(world.db, house.id, nos, status),
    settle(rows, { as = "accountant@house.test", preview = false, fields = {} } = {}) {
      const form = new FormData();
      const text = typeof rows === "string" || rows instanceof Uint8Array ? rows : settlementCsv(rows);
      form.set("settlementFile", new File([text], `Settlement_${++uploads}.csv`, { type: "text/csv" }));
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      return world.api(`POST /api/admin/reconcile-payment${preview ? "?preview=true" : ""}`, { as, form });
    },
    async classes(reconciliationId, tenant = house) {
      const rows = await world.admin<{ classification: string }[]>`
        select r.classification from payout.settlement_rows as r
        join payout.settlement_files as f on f.tenant_id = r.tenant_id and f.id = r.file_id
        where f.tenant_id = ${tenant.id} and f.reconciliation_id = ${reconciliationId} order by r.line_no`;
      return rows.map((row) => row.classification);
    },
    async standing(no, tenant = house) {
      const [row] = await world.admin<{ text: string }[]>`
        select concat_ws(' ', status, settled_amount, utr_number) as text from payout.invoices
        where tenant_id = ${tenant.id} and public_no = ${no}`;
      return row?.text ?? "";
    },
    async one(text, ...values) {
      const [row] = await world.admin.unsafe(`select (${text})::text as answer`, values as never[]);
      return row?.answer;
    },
  };
}

/** Partners, their invoices and one bank file, as they stand once it was sent; a partner an invoice. Set-wise, for many. */
export function exportInvoices(db: Database, tenantId: string, invoices: readonly Exported[], status: string) {
  return acting(db, tenantId)(async ({ sql }) => {
    const nos = invoices.map(({ no }) => no);
    const amounts = invoices.map(({ amount }) => amount);
    await sql`
      with wanted as (select * from unnest(${nos}::bigint[], ${amounts}::numeric[]) as w (no, amount)),
      partners as (
        insert into payout.partners (tenant_id, destination_id, partner_name, gst_number, state_code, address, email)
        select ${tenantId}, 'P-' || no, 'Partner ' || no, '27AAPFA1234A1ZZ', '27', '12 Station Road', 'p' || no || '@partners.test'
        from wanted returning id, destination_id)
      insert into payout.bank_accounts (tenant_id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code, is_first)
      select ${tenantId}, id, destination_id, 'sealed', '7890', sha256(destination_id::bytea), 'HDFC0001234', true from partners`;
    await sql`
      insert into payout.invoices (tenant_id, public_no, partner_id, destination_id, invoice_number, invoice_date, month, financial_year, series_year,
        partner_name, partner_gstin, partner_state_code, partner_address, partner_email, company_gstin, company, place_of_supply, bank_account_id,
        sac, trail_amount, gst_base_amount, gst_rate, cgst_amount, gst_amount, total_amount, payable_basis, payable_amount, status,
        digitally_signed, signed_at, consent_text, document_sha256)
      select ${tenantId}, w.no, p.id, p.destination_id, 'I' || w.no, '2026-11-02', '2026-10', '2026-2027', '2026-27',
        p.partner_name, p.gst_number, '27', p.address, p.email, '27AABCS1429B1ZU', '{}', '27', a.id,
        '997159', w.amount * 5, w.amount * 5, 18, w.amount, w.amount, w.amount * 6, 'GST_ONLY', w.amount, 'submitted',
        true, ${approvedAt}::timestamptz, 'agreed', sha256('')
      from unnest(${nos}::bigint[], ${amounts}::numeric[]) as w (no, amount)
      join payout.partners as p on p.tenant_id = ${tenantId} and p.destination_id = 'P-' || w.no
      join payout.bank_accounts as a on a.tenant_id = ${tenantId} and a.partner_id = p.id`;
    return await fileOf(sql, tenantId, nos, status);
  });
}

const exportAgain = (db: Database, tenantId: string, nos: readonly number[], status: string) =>
  acting(db, tenantId)(async ({ sql }) => {
    await sql`update payout.invoices set status = 'submitted' where tenant_id = ${tenantId} and public_no = any (${[
      ...nos,
    ]})`;
    return await fileOf(sql, tenantId, nos, status);
  });

async function fileOf(
  sql: Parameters<Parameters<ReturnType<typeof acting>>[0]>[0]["sql"],
  tenantId: string,
  nos: readonly number[],
  status: string,
): Promise<string> {
  const [file] = await sql<{ id: string; bank_file_id: string }[]>`
    insert into payout.bank_file_log (tenant_id, public_no, profile, file_name, month, total_invoices, total_amount, status, generated_at, approved_at)
    select ${tenantId}, payout.take_public_numbers('bf', 1) + 1, 'generic_v1', 'GST_Payment_Oct2026.csv', '2026-10', count(*)::int,
      sum(payable_amount - settled_amount), ${status}, ${approvedAt}::timestamptz, ${approvedAt}::timestamptz
    from payout.invoices where tenant_id = ${tenantId} and public_no = any (${[...nos]})
    returning id, bank_file_id`;
  await sql`
    insert into payout.payout_items (tenant_id, bank_file_id, line_no, invoice_id, attempt_no, payment_ref, amount, beneficiary_name, bank_account_id)
    select ${tenantId}, ${
    file!.id
  }, n.ord, i.id, 1 + (select count(*) from payout.payout_items as t where t.tenant_id = i.tenant_id and t.invoice_id = i.id),
      'P' || i.public_no || '-' || ${
    file!.bank_file_id
  }, i.payable_amount - i.settled_amount, i.partner_name, i.bank_account_id
    from unnest(${[...nos]}::bigint[]) with ordinality as n (no, ord)
    join payout.invoices as i on i.tenant_id = ${tenantId} and i.public_no = n.no`;
  await sql`update payout.bank_file_log set items_sha256 = payout.items_sha256(id) where id = ${file!.id}`;
  await sql`
    update payout.invoices set status = 'in_bank_file', bank_file_id = ${file!.id}
    where tenant_id = ${tenantId} and public_no = any (${[...nos]})`;
  return file!.bank_file_id;
}
