-- Why: what posting a draft wants: its body as it stands. No row where there is no such draft and no such voucher.
-- Called by: POST /api/vouchers/{id}/post. Refuses: draft_is_posted.
create or replace function billing.draft_to_post(p_id uuid) returns table (body jsonb)
language plpgsql
set search_path = ''
as $$
declare
  v_number text;
begin
  return query select d.body from billing.drafts as d where d.tenant_id = core.current_tenant() and d.id = p_id;
  if not found then
    select v.number into v_number from billing.vouchers as v where v.tenant_id = core.current_tenant() and v.id = p_id;
    if found then
      perform core.refuse('draft_is_posted', null, jsonb_build_object('number', v_number));
    end if;
  end if;
end $$;
comment on function billing.draft_to_post(uuid) is 'The body of a draft that is to be posted';
