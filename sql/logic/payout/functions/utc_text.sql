-- Why: the payout rules print instants to the second and in UTC: 2024-12-01T15:42:30Z.
create or replace function payout.utc_text(p_at timestamptz) returns text
language sql stable parallel safe
return to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
comment on function payout.utc_text(timestamptz) is 'An instant in UTC, to the second';
