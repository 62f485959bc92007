-- Why: what is wrong with partners as sent, one row a fault, in their order. p_mode: new (none may be known), known (each
-- must be) or either. Called by: payout.put_partners, which raises the first; the import, which tells them all.
create or replace function payout.check_partners(p_partners jsonb, p_mode text)
returns table (ord integer, pointer text, code text, message text, facts jsonb)
language sql stable
set search_path = ''
as $$
  with sent as materialized (
    select s.*, row_number() over (partition by s.destination_id order by s.ord) as nth from payout.read_partners(p_partners, p_mode) as s
  )
  select s.ord, fault.pointer, fault.code, core.fill(r.message, fault.facts), fault.facts
  from sent as s
  left join payout.partners as p on p.tenant_id = (select core.current_tenant()) and p.destination_id = s.destination_id
  left join payout.bank_accounts as a on a.tenant_id = p.tenant_id and a.partner_id = p.id and a.superseded_at is null
  cross join lateral (values
    (p_mode = 'new' and p.id is not null, '/destinationId', 'partner_exists', jsonb_build_object('destinationId', s.destination_id)),
    (p_mode = 'known' and p.id is null, null, 'partner_not_found', jsonb_build_object('destinationId', s.destination_id)),
    (s.nth > 1, '/destinationId', 'partner_twice', jsonb_build_object('destinationId', s.destination_id)),
    (s.gst_fault is not null, '/gstNumber', s.gst_fault, jsonb_build_object('gstin', s.gst_number)),
    (s.gst_fault is null and not gst.gstin_is_of_state(s.gst_number, s.gst_kind, s.state_code), '/stateCode', 'gstin_of_another_state',
     jsonb_build_object('gstin', s.gst_number, 'stateCode', s.state_code)),
    (s.gst_fault is null and s.pan <> substr(s.gst_number, 3, 10), '/gstNumber', 'gstin_of_another_pan',
     jsonb_build_object('gstin', s.gst_number, 'pan', s.pan)),
    (s.state_code is null, '/stateCode', 'partner_state_missing', '{}'),
    (s.state_code is not null and not exists (
      select 1 from gst.states as t where t.code = s.state_code and coalesce(t.valid_to >= core.today(), true)),
     '/stateCode', 'state_unknown', jsonb_build_object('stateCode', s.state_code)),
    (s.account ->> 'masked' is not null
       and (s.account ->> 'masked', s.account ->> 'ifscCode', coalesce(s.account ->> 'holderName', a.holder_name)) is distinct from
           (payout.masked_account(a.account_last4), a.ifsc_code, a.holder_name), '/accountNumber', 'account_number_masked', '{}')
  ) as fault(found, pointer, code, facts)
  join core.refusals as r on r.code = fault.code
  where fault.found
  order by s.ord, fault.pointer
$$;
comment on function payout.check_partners(jsonb, text) is 'Faults of partners as sent, in their order; mode new, known or either';
