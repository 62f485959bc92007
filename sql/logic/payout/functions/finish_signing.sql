-- Why: the last step of signing: the hash of the signed print, and what is owed now. Called by: domain/payout/signing.ts, in the
-- transaction that signed. Refuses: what payout.book_accrual refuses.
create or replace function payout.finish_signing(p_invoice_id uuid, p_signed_sha256 bytea) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_invoice payout.invoices;
begin
  update payout.invoices as i set signed_sha256 = p_signed_sha256
  where i.tenant_id = core.current_tenant() and i.id = p_invoice_id
  returning i.* into strict v_invoice;
  perform payout.book_accrual(v_invoice);
end $$;
comment on function payout.finish_signing(uuid, bytea) is 'Records the signed print of an invoice and books it';
