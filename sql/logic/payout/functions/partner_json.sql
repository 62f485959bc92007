-- Why: a partner as people see it, its account number masked. Null where the tenant has none of that destination.
create or replace function payout.partner_json(p_destination_id text) returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'destinationId', p.destination_id, 'partnerName', p.partner_name, 'gstNumber', p.gst_number, 'gstStatus', p.gst_status, 'pan', p.pan,
    'stateCode', p.state_code, 'state', s.name, 'address', p.address, 'city', p.city, 'pincode', p.pincode, 'email', p.email,
    'phone', p.phone, 'language', p.language, 'blockedReason', p.blocked_reason, 'blockedAt', p.blocked_at,
    'accountHolder', a.holder_name, 'accountNumber', payout.masked_account(a.account_last4), 'ifscCode', a.ifsc_code,
    'accountEnteredAt', a.entered_at, 'createdAt', p.created_at, 'updatedAt', p.updated_at)
  from payout.partners as p
  left join gst.states as s on s.code = p.state_code
  left join payout.bank_accounts as a on a.tenant_id = p.tenant_id and a.partner_id = p.id and a.superseded_at is null
  where p.tenant_id = (select core.current_tenant()) and p.destination_id = p_destination_id
$$;
comment on function payout.partner_json(text) is 'A partner with the account in use, masked';
