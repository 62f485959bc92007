-- Why: who is told of a company's troubles: its owners. Called by: domain/notify/mail.ts.
create or replace function ops.mail_recipients() returns setof text
language sql stable
set search_path = ''
as $$
  select email from core.users
  where tenant_id = (select core.current_tenant()) and roles @> array['owner'] and disabled_at is null
  order by email
$$;
comment on function ops.mail_recipients() is 'Addresses of the tenant''s owners';
