-- Why: the first step of sign-in, before a tenant is known. The attempt is counted here, before the password is
-- checked, so that two hundred guesses at once are ten guesses; a good password takes the count back to none.
-- Security definer because no role may read core.credentials: it shows the one row of the address given.
-- Called by: domain/core/sign_in.ts. Locks: the attempts row of this address; none that is locked is waited for in tidying.
create or replace function core.find_credential(
  p_email text, out tenant_id uuid, out user_id uuid, out password_hash text, out retry_after integer,
  out newly_throttled boolean
)
language plpgsql security definer
set search_path = ''
as $$
declare
  v_now constant timestamptz := core.now();
  v_pause constant interval := '15 minutes';
  v_attempts core.sign_in_attempts;
begin
  -- count: failures older than the pause no longer do
  insert into core.sign_in_attempts as held (email_hash, failed_count, last_failed_at)
  values (sha256(convert_to(lower(p_email), 'UTF8')), 1, v_now)
  on conflict (email_hash) do update set
    failed_count = case when held.last_failed_at <= v_now - v_pause then 1 else least(held.failed_count + 1, 12) end,
    last_failed_at = case when held.failed_count >= 10 and held.last_failed_at > v_now - v_pause
                          then held.last_failed_at else v_now end
  returning * into v_attempts;

  -- tidy: addresses nobody tried for a day go a few at a time; after the count, so that two calls never wait for each other
  with forgotten as materialized (
    select old.email_hash from core.sign_in_attempts old
    where old.last_failed_at < v_now - interval '1 day'
    order by old.last_failed_at limit 10
    for update skip locked
  )
  delete from core.sign_in_attempts as a using forgotten where a.email_hash = forgotten.email_hash;

  if v_attempts.failed_count > 10 then
    retry_after := ceil(extract(epoch from v_attempts.last_failed_at + v_pause - v_now));
    newly_throttled := v_attempts.failed_count = 11;
  end if;

  -- a throttled address shows whom it leads to, for the trail, and no hash
  select held.tenant_id, held.user_id, case when retry_after is null then held.password_hash end
    into tenant_id, user_id, password_hash
  from core.credentials held
  where held.email = lower(p_email);
end $$;
comment on function core.find_credential(text) is 'Counts a sign-in attempt and shows whom the address leads to; retry_after (seconds) after ten failures in fifteen minutes';
