-- Why: whoever asks for a code is shown where it went, and whoever looks over a shoulder learns no address: raj***@email.com.
create or replace function payout.masked_email(p_email text) returns text
language sql immutable parallel safe
return left(split_part(p_email, '@', 1), least(3, length(split_part(p_email, '@', 1)) - 1)) || '***@' || split_part(p_email, '@', 2);
comment on function payout.masked_email(text) is 'An address with at most the first three letters of its local part, never all of them';
