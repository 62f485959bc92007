-- Why: who acts in this transaction, as core.enter was told; SQL outside any request is the database's own.
-- Called by: every function here that writes an event.
create or replace function audit.acting(out actor_id uuid, out actor_kind text, out request_id text, out ip text)
language sql stable parallel safe
as $$
  select nullif(current_setting('app.user_id', true), '')::uuid,
         coalesce(nullif(current_setting('app.actor_kind', true), ''), 'database'),
         nullif(current_setting('app.request_id', true), ''),
         nullif(current_setting('app.ip', true), '')
$$;
comment on function audit.acting() is 'Person, kind of actor, request and address of this transaction';
