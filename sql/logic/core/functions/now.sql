-- Why: the clock is injected. Tests and sandboxes set app.now; everybody else reads the wall clock at the moment of the
-- call, not at the start of the transaction, so that what is stamped under a lock is stamped in the order of the lock.
create or replace function core.now() returns timestamptz
language sql volatile parallel safe
set search_path = ''
as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp()) $$;
comment on function core.now() is 'The time: app.now where a clock was injected, else the wall clock';
