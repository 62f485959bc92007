-- Why: within a State or between States, in the portal's words.
create or replace function reports.gstr1_sply(p_supply_type text) returns json
language sql immutable parallel safe
return json_build_object('sply_ty', case when p_supply_type = 'intra_state' then 'INTRA' else 'INTER' end);
comment on function reports.gstr1_sply(text) is 'sply_ty of GSTR-1';
