-- Why: makes or changes partners, one or many in the same statements. What is left out is emptied (an import keeps it), but for the bank account,
-- which stays as it is where none is sent or the same one is. Another one is a new row, and the old one is kept: a payment
-- says where it went. Account numbers come sealed (domain/payout/partners.ts). Called by: POST and PUT of a partner, the
-- import. Locks: the partners, in the order of their destinations. Refuses the first fault of payout.check_partners.
create or replace function payout.put_partners(p_partners jsonb, p_mode text) returns void
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_fault record;
begin
  perform 1 from payout.partners as p
  where p.tenant_id = v_tenant and p.destination_id in (select s.destination_id from payout.read_partners(p_partners, p_mode) as s)
  order by p.destination_id for no key update;
  select * into v_fault from payout.check_partners(p_partners, p_mode) limit 1;
  if found then
    perform core.refuse(v_fault.code, v_fault.pointer, v_fault.facts);
  end if;

  insert into payout.partners as p (tenant_id, destination_id, partner_name, gst_number, gst_status, pan, state_code, address, city, pincode,
    email, phone, language, blocked_at, blocked_reason, created_at, updated_at)
  select v_tenant, s.destination_id, s.partner_name, s.gst_number, s.gst_status, s.pan, s.state_code, s.address, s.city, s.pincode,
         s.email, s.phone, s.language, case when s.blocked_reason is not null then core.now() end, s.blocked_reason, core.now(), core.now()
  from payout.read_partners(p_partners, p_mode) as s
  order by s.destination_id
  on conflict (tenant_id, destination_id) do update
  set partner_name = excluded.partner_name, gst_number = excluded.gst_number, gst_status = excluded.gst_status, pan = excluded.pan,
      state_code = excluded.state_code, address = excluded.address, city = excluded.city, pincode = excluded.pincode,
      email = excluded.email, phone = excluded.phone, language = excluded.language, blocked_reason = excluded.blocked_reason,
      blocked_at = case when excluded.blocked_reason is not null then coalesce(p.blocked_at, excluded.blocked_at) end,
      updated_at = excluded.updated_at;

  update payout.bank_accounts as a set superseded_at = core.now()
  from payout.read_partners(p_partners, p_mode) as s
  join payout.partners as p on p.tenant_id = v_tenant and p.destination_id = s.destination_id
  where a.tenant_id = v_tenant and a.partner_id = p.id and a.superseded_at is null and s.account ->> 'encrypted' is not null
    and (a.account_hash, a.holder_name) is distinct from
        (decode(s.account ->> 'hash', 'hex'), coalesce(s.account ->> 'holderName', a.holder_name));

  insert into payout.bank_accounts (tenant_id, id, partner_id, holder_name, account_encrypted, account_last4, account_hash, ifsc_code,
    is_first, entered_by, entered_at)
  select v_tenant, (s.account ->> 'id')::uuid, p.id, coalesce(s.account ->> 'holderName', s.partner_name), s.account ->> 'encrypted',
         s.account ->> 'last4', decode(s.account ->> 'hash', 'hex'), s.account ->> 'ifscCode',
         not exists (select 1 from payout.bank_accounts as a where a.tenant_id = v_tenant and a.partner_id = p.id),
         core.current_user_id(), core.now()
  from payout.read_partners(p_partners, p_mode) as s
  join payout.partners as p on p.tenant_id = v_tenant and p.destination_id = s.destination_id
  where s.account ->> 'encrypted' is not null and not exists (
    select 1 from payout.bank_accounts as a where a.tenant_id = v_tenant and a.partner_id = p.id and a.superseded_at is null);
end $$;
comment on function payout.put_partners(jsonb, text) is 'Makes or changes partners and their bank accounts';
