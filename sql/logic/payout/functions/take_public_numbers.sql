-- Why: public ids are short and unique a company: inv_1, bf_1. Called by: whatever makes such rows, a range at a time.
-- Locks: the company's counter of the kind, until the transaction ends. Answers the number before the first one taken.
create or replace function payout.take_public_numbers(p_kind text, p_count integer) returns bigint
language sql volatile
set search_path = ''
as $$
  insert into payout.public_numbers as n (tenant_id, kind, last_number)
  values ((select core.current_tenant()), p_kind, p_count)
  on conflict (tenant_id, kind) do update set last_number = n.last_number + excluded.last_number
  returning n.last_number - p_count
$$;
comment on function payout.take_public_numbers(text, integer) is 'Takes so many public numbers of a kind (inv, bf, rec, otp) and answers the one before the first';
