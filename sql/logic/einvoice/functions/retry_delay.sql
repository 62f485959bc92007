-- Why: exponential backoff with full jitter, 5 seconds to 15 minutes, so that a portal that comes back is not met by
-- everybody at once. After the twelfth attempt every quarter of an hour: nothing is dropped, and a person has been told.
create or replace function einvoice.retry_delay(p_attempt integer) returns interval
language sql volatile
set search_path = ''
as $$ select case when p_attempt > 12 then 900 else 1 + random() * least(899, 5 * 2 ^ p_attempt) end * interval '1 second' $$;
comment on function einvoice.retry_delay(integer) is 'How long to wait after the nth attempt';
