-- Why: the payout rules write the year of a month's payouts whole: 2024-2025. Takes a month, as 2024-11.
create or replace function payout.financial_year(p_month text) returns text
language sql immutable parallel safe
return (left(p_month, 4)::int - (right(p_month, 2) < '04')::int)::text || '-' || (left(p_month, 4)::int + (right(p_month, 2) >= '04')::int)::text;
comment on function payout.financial_year(text) is 'The Indian financial year of a month, as 2024-2025';
