-- Why: a good password ends the counting that core.find_credential began.
-- Security definer because no role may touch core.sign_in_attempts.
-- Called by: domain/core/sign_in.ts, once the password was right.
create or replace function core.record_sign_in(p_email text) returns void
language sql volatile security definer
set search_path = ''
as $$
  delete from core.sign_in_attempts where email_hash = sha256(convert_to(lower(p_email), 'UTF8'))
$$;
comment on function core.record_sign_in(text) is 'Forgets the failed attempts of an address after a good one';
