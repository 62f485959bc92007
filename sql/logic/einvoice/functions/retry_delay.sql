-- Why: exponential backoff with full jitter, 5 seconds to 15 minutes, so that a portal that comes back is not met by
-- everybody at once.
create or replace function einvoice.retry_delay(p_attempt integer) returns interval
language sql volatile
set search_path = ''
as $$ select (1 + random() * least(900, 5 * 2 ^ least(p_attempt, 12))) * interval '1 second' $$;
comment on function einvoice.retry_delay(integer) is 'How long to wait after the nth attempt';
