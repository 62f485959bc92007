-- Why: a posted voucher is frozen but for its narration and reference, which are nobody's books. The frozen columns are
-- kept by the database's own grants: no role of the API may change them. Keys left out stay.
-- Called by: PUT /api/vouchers/{id}. Refuses: voucher_is_cancelled. Null where there is no such voucher.
create or replace function billing.amend_voucher(p_id uuid, p_changes jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
begin
  select * into v_voucher from billing.vouchers where tenant_id = core.current_tenant() and id = p_id;
  if not found then
    return null;
  elsif v_voucher.status = 'cancelled' then
    perform core.refuse('voucher_is_cancelled', null, jsonb_build_object('number', v_voucher.number));
  end if;
  update billing.vouchers
  set narration = case when p_changes ? 'narration' then nullif(trim(p_changes ->> 'narration'), '') else narration end,
      reference = case when p_changes ? 'reference' then nullif(trim(p_changes ->> 'reference'), '') else reference end,
      updated_at = core.now()
  where tenant_id = v_voucher.tenant_id and id = p_id;
  return billing.voucher_json(p_id);
end $$;
comment on function billing.amend_voucher(uuid, jsonb) is 'Changes narration and reference of a posted voucher and answers it';
