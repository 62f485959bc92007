-- Why: who exports sees beforehand what the file would pay, in which columns, and what is left out and why; judged by the same
-- function as the export. Called by: domain/payout/export_preview.ts. Locks: the invoices, until the transaction ends at once.
-- Refuses: bank_profile_unknown (payout.payable_lines).
create or replace function payout.preview_bank_file(p_month text, p_public_nos bigint[], p_profile text)
returns jsonb
language plpgsql volatile
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_profile text := coalesce(p_profile, (select s.bank_profile from payout.settings as s where s.tenant_id = v_tenant));
  v_answer jsonb;
begin
  with judged as materialized (
    select l.*, i.month, i.payable_amount - i.settled_amount as amount
    from payout.payable_lines(p_month, p_public_nos, v_profile) as l
    left join payout.invoices as i on i.tenant_id = v_tenant and i.id = l.id
  )
  select jsonb_build_object(
      'totalInvoices', count(*) filter (where j.code is null),
      'totalAmount', coalesce(sum(j.amount) filter (where j.code is null), 0.00),
      'askedInvoices', count(*),
      'month', coalesce(p_month, case when min(j.month) = max(j.month) then min(j.month) end),
      'excluded', coalesce(jsonb_agg(jsonb_build_object('invoiceId', j.invoice_id, 'code', j.code, 'message', j.message) order by j.ord)
        filter (where j.code is not null), '[]'),
      'warnings', coalesce((select jsonb_agg(w.one) from judged as k cross join jsonb_array_elements(k.warnings) as w (one) where k.code is null), '[]'),
      'isShared', coalesce(bool_or(j.is_shared) filter (where j.code is null), false))
    into v_answer
  from judged as j;
  return v_answer || jsonb_build_object('profile', v_profile, 'profiles', payout.bank_profiles_json());
end $$;
comment on function payout.preview_bank_file(text, bigint[], text) is 'What a bank file of these invoices would hold and leave out; nothing is made';
