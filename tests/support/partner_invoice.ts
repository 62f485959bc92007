import type { TransactionSql } from "../../db/pool.ts";
import type { NewTenant } from "../../domain/core/mod.ts";
import type { PayoutWorld } from "./payout_world.ts";
import { acting } from "./tenants.ts";

export interface InvoiceWanted {
  /** Whose; any partner of the company unless told. */
  readonly no: number;
  readonly date?: string;
  /** What is to be committed with it. */
  readonly with?: (sql: TransactionSql, invoiceRowId: string) => Promise<unknown>;
}

/**
 * An invoice of a company's first partner, a month each, without the way there: for tests of what happens to it afterwards.
 * Answers its row id.
 */
export async function partnerInvoice(world: PayoutWorld, tenant: NewTenant, wanted: InvoiceWanted): Promise<string> {
  const { no, date = "2026-11-20" } = wanted;
  const month = `${2000 + Math.floor(no / 12)}-${String(no % 12 + 1).padStart(2, "0")}`;
  return await acting(world.db, tenant.id, { clock: world.clock })(async ({ sql }) => {
    const [made] = await sql<{ id: string }[]>`
      insert into payout.invoices (tenant_id, public_no, partner_id, destination_id, invoice_number, invoice_date, month,
        financial_year, series_year, partner_name, partner_gstin, partner_state_code, partner_address, partner_email,
        company, company_gstin, place_of_supply, sac, trail_amount, gst_base_amount, gst_rate, igst_amount, gst_amount, total_amount,
        payable_basis, payable_amount)
      select tenant_id, payout.take_public_numbers('inv', 1) + 1, id, destination_id, ${`INV/${no}`}, ${date}, ${month}, '2024-2025', core.financial_year(${date}),
        partner_name, coalesce(gst_number, '27AAPFA1234A1ZZ'), state_code, address, email, '{}', '27AABCS1429B1ZU', '27', '997159', 100, 100,
        18, 18, 18, 118, 'GST_ONLY', 18
      from payout.partners order by destination_id limit 1 returning id`;
    await wanted.with?.(sql, made!.id);
    return made!.id;
  });
}
