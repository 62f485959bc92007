-- Why: a draft may be thrown away; a posted voucher never, it is cancelled. False where there is neither.
-- Called by: DELETE /api/vouchers/{id}. Refuses: voucher_is_posted.
create or replace function billing.delete_draft(p_id uuid) returns boolean
language plpgsql
set search_path = ''
as $$
declare
  v_number text;
begin
  delete from billing.drafts where tenant_id = core.current_tenant() and id = p_id;
  if found then
    return true;
  end if;
  select v.number into v_number from billing.vouchers as v where v.tenant_id = core.current_tenant() and v.id = p_id;
  if found then
    perform core.refuse('voucher_is_posted', null, jsonb_build_object('number', v_number));
  end if;
  return false;
end $$;
comment on function billing.delete_draft(uuid) is 'Removes a draft';
