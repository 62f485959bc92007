-- Why: where the e-invoice of a voucher stands, for the voucher's own JSON. Null where it has none.
-- Called by: billing.render_vouchers.
create or replace function einvoice.standing(p_tenant_id uuid, p_voucher_id uuid) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object('status', einvoice.public_status(e.status), 'irn', e.irn, 'ackNo', e.ack_no, 'ackDate', e.ack_date)
  from einvoice.e_invoices as e
  where e.tenant_id = p_tenant_id and e.voucher_id = p_voucher_id
$$;
comment on function einvoice.standing(uuid, uuid) is 'Status and portal numbers of a voucher''s e-invoice, as JSON; null: none';
