-- Why: makes or changes a ledger of the company's own; a ledger of the standard chart, which documents are booked on, may
-- be renamed and stays in its group, and a party's ledger is the party's. Called by: domain/ledger.
-- Refuses: group_unknown, ledger_exists, ledger_is_standard, ledger_of_a_party, and what posting refuses of an opening
-- balance. Null p_id makes a new ledger; an unknown p_id answers null. A code is given once and stays.
create or replace function ledger.put_ledger(p_id uuid, p_ledger jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_name text := trim(p_ledger ->> 'name');
  v_group text := p_ledger ->> 'group';
  v_code text := p_ledger ->> 'code';
  v_known ledger.ledgers;
  v_id uuid := p_id;
begin
  if p_id is not null then
    select * into v_known from ledger.ledgers where tenant_id = v_tenant and id = p_id for no key update;
    if not found then
      return null;
    elsif v_known.party_id is not null then
      perform core.refuse('ledger_of_a_party', null, jsonb_build_object('name', v_known.name));
    elsif v_known.group_code <> v_group and exists (select 1 from ledger.chart_templates where code = v_known.code) then
      perform core.refuse('ledger_is_standard', '/group', jsonb_build_object('name', v_known.name));
    end if;
  end if;
  if not exists (select 1 from ledger.groups where code = v_group) then
    perform core.refuse('group_unknown', '/group', jsonb_build_object('group', v_group));
  elsif exists (select 1 from ledger.ledgers where tenant_id = v_tenant and name = v_name and party_id is null and id is distinct from p_id) then
    perform core.refuse('ledger_exists', '/name', jsonb_build_object('name', v_name));
  elsif p_id is null and (v_code = 'party' or exists (select 1 from ledger.ledgers where tenant_id = v_tenant and code = v_code)) then
    perform core.refuse('ledger_exists', '/code', jsonb_build_object('name', v_code));
  end if;

  if p_id is null then
    insert into ledger.ledgers (tenant_id, code, name, group_code, created_at)
    values (v_tenant, v_code, v_name, v_group, core.now())
    returning id into v_id;
    if p_ledger -> 'openingBalance' <> 'null' then
      perform ledger.book_opening_balance(v_id, v_name, p_ledger -> 'openingBalance');
    end if;
  else
    update ledger.ledgers set name = v_name, group_code = v_group where tenant_id = v_tenant and id = p_id;
  end if;
  return ledger.ledger_json(v_id);
end $$;
comment on function ledger.put_ledger(uuid, jsonb) is 'Makes (null id) or changes a ledger and answers it; null where there is no such ledger';
