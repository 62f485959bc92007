-- Why: the portal's schema forbids " and \ in texts and cuts them at a length; what is shorter than its minimum is left
-- out, for an empty optional field is refused. Called by: einvoice.payload.
create or replace function einvoice.portal_text(p_text text, p_min integer, p_max integer) returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select case when length(clean.text) >= p_min then left(clean.text, p_max) end
  from (select trim(regexp_replace(translate(p_text, '"\', ''), '\s+', ' ', 'g')) as text) as clean
$$;
comment on function einvoice.portal_text(text, integer, integer) is 'A text as the portal takes it, or null where it would be too short';
