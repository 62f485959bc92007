import { callOne } from "../../db/call.ts";
import type { NewTenant } from "../../domain/core/mod.ts";
import type { EInvoiceWorld } from "./einvoice_world.ts";
import { signedInvoices } from "./payout_bulk.ts";
import { acting } from "./tenants.ts";

/** A company's rows in the tables of partner payouts: `everyTableFilled` adds them. */
export async function fillPayouts(world: EInvoiceWorld, tenant: NewTenant): Promise<void> {
  const word = tenant.name.split(" ")[0]!.toLowerCase();
  const done = async (what: string, as: string, body?: unknown, headers = {}) => {
    const answer = await world.api(what, { as: `${as}@${word}.test`, body, headers });
    if (answer.status >= 300) throw new Error(`${what}: ${answer.text}`);
    return answer.body;
  };
  const upload = (what: string, csv: string) => done(what, "ap_clerk", csv, { "content-type": "text/csv" });
  const [paid, short] = await signedInvoices(world, [{ base: 1000 }, { base: 2000 }], { tenant });
  await upload(
    "POST /api/admin/payouts/import",
    "destination_id,month,category,reason_for_payment,effective_payout_base\nDEST-000001,2024-12,trail,base_referral,30000\n",
  );
  const { bankFileId } = await done("POST /api/admin/export-bank-file", "ap_clerk", {});
  await done(`POST /api/admin/bank-files/${bankFileId}/approve`, "owner");
  await done(`POST /api/admin/bank-files/${bankFileId}/mark-sent`, "owner");
  const day = world.clock.now().toISOString().slice(0, 10);
  const { summary } = await upload(
    "POST /api/admin/reconcile-payment",
    `invoice_id,utr_number,amount,payment_date,status\n${paid},HDFCN00000000001,180.00,${day},SUCCESS\n` +
      `${short},HDFCN00000000002,350.00,${day},SUCCESS\n`,
  );
  if (summary.successful !== 1 || summary.unmatched !== 1) throw new Error(JSON.stringify(summary));
  await acting(world.db, tenant.id, { clock: world.clock })(async ({ sql, tenantId }) => {
    const [exception] = await sql<{ id: string }[]>`select id from payout.settlement_exceptions`;
    const decided = { p_exception_id: exception!.id, p_resolution: "allocate", p_reason: "the bank's charge" };
    await callOne(sql, "payout.resolve_exception", decided);
    const bytes = new TextEncoder().encode("%PDF-");
    await sql`
      select payout.keep_document(id, 'original', 'invoice.pdf', sha256(${bytes}::bytea), ${bytes}::bytea) from payout.invoices`;
    await sql`
      insert into payout.otp_log (tenant_id, public_no, invoice_id, destination_id, email, document_sha256, otp_hash, otp_sent_at, otp_expires_at, is_verified)
      select ${tenantId}, payout.take_public_numbers('otp', 1) + 1, id, destination_id, partner_email, document_sha256, 'scrypt', core.now(), core.now(), true
      from payout.invoices limit 1`;
    // Lives for one transaction in production.
    await sql`
      insert into payout.settlement_intake (tenant_id, file_id, line_no, is_bad)
      select tenant_id, id, 2, false from payout.settlement_files`;
  });
}
