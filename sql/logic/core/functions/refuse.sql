-- Why: a "no" with a name, from SQL to the HTTP body. Raises SQLSTATE PK + the status core.refusals gives the code;
-- the message is the code, the detail a JSON {code, pointer, message, facts} that db/errors.ts turns into a Refusal.
create or replace function core.refuse(p_code text, p_pointer text default null, p_facts jsonb default '{}') returns void
language plpgsql
set search_path = ''
as $$
declare
  v_refusal core.refusals;
begin
  select * into v_refusal from core.refusals where code = p_code;
  if not found then
    raise exception 'refusal % is not declared in sql/reference/core.refusals.csv', p_code;
  end if;
  raise exception using
    errcode = 'PK' || v_refusal.status,
    message = p_code,
    detail = jsonb_build_object('code', p_code, 'pointer', p_pointer,
                                'message', core.fill(v_refusal.message, p_facts), 'facts', p_facts);
end $$;
comment on function core.refuse(text, text, jsonb) is 'Raises a declared refusal: its code, the JSON pointer of the field, the facts';
