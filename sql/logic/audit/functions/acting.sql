-- Why: who acts in this transaction, as core.enter was told, and when; SQL outside any request is the database's own.
-- Called by: every function here that writes an event. plpgsql, because its plan is kept from transaction to transaction
-- while a function in sql is planned anew; it is on the posting path.
create or replace function audit.acting(
  out actor_id uuid, out actor_kind text, out request_id text, out ip text, out at timestamptz)
language plpgsql volatile
set search_path = ''
as $$
begin
  actor_id := nullif(current_setting('app.user_id', true), '')::uuid;
  actor_kind := coalesce(nullif(current_setting('app.actor_kind', true), ''), 'database');
  request_id := nullif(current_setting('app.request_id', true), '');
  ip := nullif(current_setting('app.ip', true), '');
  at := coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp()); -- core.now()
end $$;
comment on function audit.acting() is 'Person, kind of actor, request and address of this transaction, and the time';
