-- Why: where goods stand and go on to is told by the codes of states, which are rows; one the portal does not know is told
-- before anything is sent. Called by: ewaybill.check_change, ewaybill.plan_extension. Refuses: state_unknown.
create or replace function ewaybill.check_states(p_request jsonb) returns void
language plpgsql stable
set search_path = ''
as $$
declare
  v_unknown record;
begin
  select t.key, t.value into v_unknown
  from jsonb_each_text(p_request) as t
  where t.key in ('fromState', 'toState')
    and not exists (select from gst.states as s where s.code = t.value and s.is_domestic and core.today() between s.valid_from and coalesce(s.valid_to, 'infinity'))
  order by t.key
  limit 1;
  if found then
    perform core.refuse('state_unknown', '/' || v_unknown.key, jsonb_build_object('stateCode', v_unknown.value));
  end if;
end $$;
comment on function ewaybill.check_states(jsonb) is 'Refuses fromState and toState of a change where there is no such state';
