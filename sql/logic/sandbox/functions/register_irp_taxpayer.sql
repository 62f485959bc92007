-- Why: the demo company and the tests must exist at the portal before they can sign in there.
-- Called by: the demo seed, the standalone sandbox, POST /sandbox/taxpayers, tests. Keys of p_taxpayer are the columns of
-- sandbox.irp_taxpayers; calling again changes it.
create or replace function sandbox.register_irp_taxpayer(p_taxpayer jsonb) returns void
language sql
set search_path = ''
as $$
  insert into sandbox.irp_taxpayers as t (gstin, legal_name, trade_name, state_code, pincode, taxpayer_type, status, block_status,
    registered_on, deregistered_on, turnover, username, password, client_id, client_secret)
  select p.gstin, p.legal_name, p.trade_name, coalesce(p.state_code, left(p.gstin, 2)), p.pincode,
         coalesce(p.taxpayer_type, 'REG'), coalesce(p.status, 'ACT'), coalesce(p.block_status, 'U'), coalesce(p.registered_on, '2017-07-01'),
         p.deregistered_on, coalesce(p.turnover, 0), p.username, p.password, p.client_id, p.client_secret
  from jsonb_to_record(p_taxpayer) as p(gstin text, legal_name text, trade_name text, state_code text, pincode integer,
    taxpayer_type text, status text, block_status text, registered_on date, deregistered_on date, turnover numeric, username text,
    password text, client_id text, client_secret text)
  on conflict (gstin) do update set
    (legal_name, trade_name, state_code, pincode, taxpayer_type, status, block_status, registered_on, deregistered_on, turnover,
     username, password, client_id, client_secret) =
    (excluded.legal_name, excluded.trade_name, excluded.state_code, excluded.pincode, excluded.taxpayer_type,
     excluded.status, excluded.block_status, excluded.registered_on, excluded.deregistered_on, excluded.turnover,
     coalesce(excluded.username, t.username), coalesce(excluded.password, t.password),
     coalesce(excluded.client_id, t.client_id), coalesce(excluded.client_secret, t.client_secret))
$$;
comment on function sandbox.register_irp_taxpayer(jsonb) is 'Makes a taxpayer known to the sandbox portal, or changes it: {gstin, legal_name, taxpayer_type, username, password, client_id, client_secret, …}';
