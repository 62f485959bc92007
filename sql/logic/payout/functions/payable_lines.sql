-- Why: what a bank file would hold, and what is left out of it and why, in one answer. The invoices are locked in the order of
-- their ids before they are looked at, so two exports at once never take the same one.
-- Called by: domain/payout/bank_export.ts. Locks: the invoices. Refuses: bank_profile_unknown.
-- p_public_nos null: all that are submitted (of p_month). code null: payable; 'invoice_unknown': no invoice of this company.
create or replace function payout.payable_lines(p_month text, p_public_nos bigint[], p_profile text)
returns table (ord bigint, id uuid, invoice_id text, code text, message text, warnings jsonb, is_shared boolean,
  written_name text, account_id uuid, account_encrypted text)
language plpgsql volatile
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_delimiter text;
  v_name_length integer;
begin
  select coalesce(p.delimiter, ''), (select min(c.max_length) from payout.bank_profile_columns as c
                       where c.profile = p_profile and c.direction = 'out' and c.source = 'partner_name')
    into v_delimiter, v_name_length
  from payout.bank_profiles as p where p.profile = p_profile;
  if not found then
    perform core.refuse('bank_profile_unknown', '/profile', jsonb_build_object('profile', p_profile));
  end if;
  if p_public_nos is null then
    p_public_nos := array(
      select l.public_no from (
        select i.public_no, i.id from payout.invoices as i
        where i.tenant_id = v_tenant and i.stage = 'submitted' and (p_month is null or i.month = p_month)
        order by i.id for update) as l
      order by l.public_no);
  else
    perform from payout.invoices as i where i.tenant_id = v_tenant and i.public_no = any (p_public_nos) order by i.id for update;
  end if;

  return query
  select n.ord, i.id, 'inv_' || n.public_no, judged.code, case when r.code is not null then core.fill(r.message, judged.facts || jsonb_build_object('invoiceId', i.invoice_id)) end,
    to_jsonb(array_remove(array[
      case when shared.is_so then jsonb_build_object('invoiceId', i.invoice_id, 'code', 'account_shared',
        'message', 'another partner is paid to the same account (' || payout.masked_account(a.account_last4) || '): two approvals are needed') end,
      case when name.written <> a.holder_name then jsonb_build_object('invoiceId', i.invoice_id, 'code', 'name_changed',
        'message', 'written for the bank as ' || name.written || ', for ' || a.holder_name) end], null)),
    shared.is_so, name.written, a.id, a.account_encrypted
  from unnest(p_public_nos) with ordinality as n (public_no, ord)
  -- "limit 1": looked up by whole keys, whatever the planner thinks of tables that have just been filled
  left join lateral (select v.* from payout.invoices as v where v.tenant_id = v_tenant and v.public_no = n.public_no limit 1) as i on true
  left join payout.settings as s on s.tenant_id = v_tenant
  left join lateral (select v.* from payout.partners as v where v.tenant_id = v_tenant and v.id = i.partner_id limit 1) as p on true
  left join lateral (
    select v.* from payout.bank_accounts as v where v.tenant_id = v_tenant and v.partner_id = i.partner_id and v.superseded_at is null limit 1) as a on true
  left join lateral (
    select v.id from payout.payout_items as v where v.tenant_id = v_tenant and v.invoice_id = i.id and v.is_standing limit 1) as open on true
  left join lateral (select payout.bank_text(a.holder_name, v_delimiter, v_name_length) as written offset 0) as name on true -- once
  left join lateral (select exists (
    select from payout.bank_accounts as o
    where o.tenant_id = v_tenant and o.account_hash = a.account_hash and o.superseded_at is null and o.partner_id <> a.partner_id) as is_so offset 0) as shared on true
  cross join lateral (select
    case
      when i.id is null then 'invoice_unknown'
      when i.month <> p_month then 'invoice_of_another_month'
      when open.id is not null then 'invoice_attempt_open'
      when i.status <> 'submitted' then 'invoice_not_submitted'
      when i.payable_amount <= i.settled_amount then 'invoice_nothing_payable'
      when p.blocked_at is not null then 'partner_is_blocked'
      when p.gst_status = 'cancelled' then 'partner_gstin_cancelled'
      when a.id is null then 'bank_account_missing'
      when not a.is_first and a.entered_at > core.now() - make_interval(hours => s.bank_change_hold_hours) then 'bank_details_changed'
      when name.written is null then 'name_not_writable'
    end as code,
    jsonb_build_object('status', i.status, 'month', i.month, 'since', a.entered_at, 'hours', s.bank_change_hold_hours,
      'reason', p.blocked_reason, 'gstin', i.partner_gstin) as facts) as judged
  left join core.refusals as r on r.code = judged.code
  order by n.ord;
end $$;
comment on function payout.payable_lines(text, bigint[], text) is 'Locks the invoices a bank file is wanted for, and says of each what it would be paid to or why it is left out';
