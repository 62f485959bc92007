import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { NewTenant } from "../../domain/core/mod.ts";
import { sealSecret } from "../../domain/shared/secret_box.ts";
import { house, type PayoutWorld } from "./payout_world.ts";
import { acting } from "./tenants.ts";

/** A signed invoice as a test asks for one; what is left out is made up. */
export interface Signed {
  /** Of a partner that is there, or of one that is made. */
  readonly destinationId?: string;
  readonly name?: string;
  readonly accountNumber?: string;
  readonly ifscCode?: string;
  /** Rupees without tax; 18 % of it is what is paid. */
  readonly base?: number;
  readonly number?: string;
}

interface Options {
  readonly tenant?: NewTenant;
  readonly month?: string;
  /** Number of the first partner that is made up, so that a second call makes others. */
  readonly from?: number;
}

/**
 * Invoices that are signed and wait for payment, with their partners and bank accounts, set-wise; no one-time password, no
 * document and no journal stands behind them. Answers their public ids in the order asked.
 */
export async function signedInvoices(
  world: Pick<PayoutWorld, "db" | "keys" | "clock">,
  asked: number | readonly Signed[],
  { tenant = house, month = "2024-11", from = 1 }: Options = {},
): Promise<string[]> {
  const given: readonly Signed[] = typeof asked === "number" ? Array.from({ length: asked }, () => ({})) : asked;
  const rows = given.map((one, i) => {
    const n = from + i;
    const account = one.accountNumber ?? String(50_100_000_000 + n);
    const ifsc = one.ifscCode ?? "HDFC0001234";
    const accountId = crypto.randomUUID();
    const place = { tenantId: tenant.id, table: "payout.bank_accounts", column: "account_encrypted", rowId: accountId };
    const hash = createHmac("sha256", Buffer.from(world.keys.bankAccounts)).update(`${account}|${ifsc}`).digest("hex");
    return {
      ord: i + 1,
      destination: one.destinationId ?? `DEST-${String(n).padStart(6, "0")}`,
      name: one.name ?? `Referral House ${n}`,
      gstin: `27AA${String(n).padStart(7, "0")}A1Z5`,
      base: one.base ?? 1_000 + n,
      number: one.number ?? `INV/${month.slice(2, 4)}${month.slice(5)}/${n}`,
      account_id: accountId,
      box: sealSecret(world.keys, place, account),
      last4: account.slice(-4),
      hash,
      ifsc,
    };
  });
  return await acting(world.db, tenant.id, { clock: world.clock })(async ({ sql, tenantId }) => {
    const list = sql.json(rows);
    const shape =
      sql`jsonb_to_recordset(${list}) as r (ord int, destination text, name text, gstin text, base numeric, number text,
      account_id uuid, box text, last4 text, hash text, ifsc text)`;
    await sql`
      insert into payout.partners (tenant_id, destination_id, partner_name, gst_number, state_code, address, email)
      select ${tenantId}, r.destination, r.name, r.gstin, '27', '12 Station Road, Pune', lower(r.destination) || '@partners.test'
      from ${shape} on conflict (tenant_id, destination_id) do nothing`;
    await sql`
      insert into payout.bank_accounts (tenant_id, id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code, is_first, entered_at)
      select ${tenantId}, r.account_id, p.id, p.partner_name, r.box, r.last4, decode(r.hash, 'hex'), r.ifsc, true, core.now()
      from ${shape} join payout.partners as p on p.tenant_id = ${tenantId} and p.destination_id = r.destination
      where not exists (select from payout.bank_accounts as a where a.tenant_id = ${tenantId} and a.partner_id = p.id)
      order by r.ord`;
    const made = await sql<{ invoice_id: string }[]>`
      with numbered as (select payout.take_public_numbers('inv', ${rows.length}) as before)
      insert into payout.invoices (tenant_id, public_no, partner_id, destination_id, invoice_number, invoice_date, month, financial_year,
        series_year, partner_name, partner_gstin, partner_state_code, partner_address, partner_email, company_gstin, company, place_of_supply,
        bank_account_id, sac, upfront_amount, gst_base_amount, gst_rate, cgst_amount, sgst_amount, gst_amount, total_amount, payable_basis,
        payable_amount, status, digitally_signed, signed_at, signed_ip, consent_text, document_sha256)
      select ${tenantId}, numbered.before + r.ord, p.id, r.destination, r.number, core.today(), ${month}, '2024-2025',
        core.financial_year(core.today()), p.partner_name, coalesce(p.gst_number, r.gstin), '27', p.address, p.email, '27AABCS1429B1ZU',
        '{}', '27', a.id, '998599', r.base, r.base, 18, t.half, t.half, 2 * t.half, r.base + 2 * t.half, s.payable_basis,
        case s.payable_basis when 'FULL' then r.base + 2 * t.half else 2 * t.half end, 'submitted', true, core.now(), '192.0.2.10',
        'I sign this invoice.', sha256('')
      from ${shape} cross join numbered cross join lateral (select round(r.base * 0.09, 2) as half) as t
      join payout.settings as s on s.tenant_id = ${tenantId}
      join payout.partners as p on p.tenant_id = ${tenantId} and p.destination_id = r.destination
      join payout.bank_accounts as a on a.tenant_id = ${tenantId} and a.partner_id = p.id and a.superseded_at is null
      order by r.ord
      returning invoice_id`;
    return made.map((row) => row.invoice_id);
  });
}

/** New bank details of a partner: a row more, as the change of them makes. */
export async function changeAccount(
  world: Pick<PayoutWorld, "db" | "keys" | "clock">,
  destinationId: string,
  accountNumber: string,
  tenant: NewTenant = house,
): Promise<void> {
  const id = crypto.randomUUID();
  const place = { tenantId: tenant.id, table: "payout.bank_accounts", column: "account_encrypted", rowId: id };
  const hash = createHmac("sha256", Buffer.from(world.keys.bankAccounts)).update(`${accountNumber}|HDFC0001234`)
    .digest();
  await acting(world.db, tenant.id, { clock: world.clock })(async ({ sql, tenantId }) => {
    const [was] = await sql`
      update payout.bank_accounts as a set superseded_at = core.now() from payout.partners as p
      where a.tenant_id = ${tenantId} and p.tenant_id = ${tenantId} and p.destination_id = ${destinationId} and a.partner_id = p.id
        and a.superseded_at is null returning a.partner_id, a.holder_name`;
    await sql`
      insert into payout.bank_accounts (tenant_id, id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code, is_first, entered_at)
      values (${tenantId}, ${id}, ${was!.partner_id}, ${was!.holder_name}, ${
      sealSecret(world.keys, place, accountNumber)
    }, ${accountNumber.slice(-4)}, ${hash}, 'HDFC0001234', false, core.now())`;
  });
}
