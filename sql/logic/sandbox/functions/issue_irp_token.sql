-- Why: the portal gives the same token to every sign-in of its validity, and a new one only when the old has run out
-- or, on demand, in its last ten minutes. The new one is the only one. Each of the two portals keeps its own.
-- Called by: the sandbox portal (auth). Locks: the taxpayer's token row.
create or replace function sandbox.issue_irp_token(
  p_gstin text, p_username text, p_force boolean, p_auth_token text, p_session_key text, p_now timestamptz, p_provider text default 'irp1')
returns table (auth_token text, session_key text, expires_on text)
language sql
set search_path = ''
as $$
  insert into sandbox.irp_tokens as t (provider, gstin, username, auth_token, session_key, expires_at)
  values (p_provider, p_gstin, p_username, p_auth_token, p_session_key, date_trunc('second', p_now) + sandbox.setting('irpTokenMinutes') * interval '1 minute')
  on conflict (provider, gstin, username) do update
    set (auth_token, session_key, expires_at) = (
      select k.auth_token, k.session_key, k.expires_at
      from (values (t.auth_token, t.session_key, t.expires_at,
                    t.expires_at > p_now and not (p_force and t.expires_at - p_now <= interval '10 minutes')),
                   (excluded.auth_token, excluded.session_key, excluded.expires_at, true))
        as k(auth_token, session_key, expires_at, serves)
      where k.serves limit 1)
  returning t.auth_token, t.session_key, sandbox.irp_time(t.expires_at)
$$;
comment on function sandbox.issue_irp_token(text, text, boolean, text, text, timestamptz, text) is 'The token a sign-in gets: the live one, or the offered one where that has run out or may be forced; 60 minutes';
