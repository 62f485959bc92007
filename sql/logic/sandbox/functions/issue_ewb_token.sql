-- Why: every sign-in within a token's six hours gets the same one; the clock is not set back. Called by: the sandbox portal
-- (auth). Locks: the taxpayer's token row.
create or replace function sandbox.issue_ewb_token(p_gstin text, p_username text, p_auth_token text, p_session_key text, p_now timestamptz)
returns table (auth_token text, session_key text)
language sql
set search_path = ''
as $$
  insert into sandbox.ewb_tokens as t (gstin, username, auth_token, session_key, expires_at)
  values (p_gstin, p_username, p_auth_token, p_session_key, p_now + sandbox.setting('ewbTokenMinutes') * interval '1 minute')
  on conflict (gstin, username) do update
    set auth_token = case when t.expires_at > p_now then t.auth_token else excluded.auth_token end,
        session_key = case when t.expires_at > p_now then t.session_key else excluded.session_key end,
        expires_at = case when t.expires_at > p_now then t.expires_at else excluded.expires_at end
  returning t.auth_token, t.session_key
$$;
comment on function sandbox.issue_ewb_token(text, text, text, text, timestamptz) is 'The token a sign-in gets: the live one, or the offered one; 360 minutes';
