-- Why: what a caller is told of an e-invoice. How the job gets there (sending, cancelling) is the job's own affair: what
-- is being sent is still pending, what is being cancelled still stands at the portal; what was withdrawn with its voucher is
-- not required any more.
create or replace function einvoice.public_status(p_status text) returns text
language sql immutable parallel safe
return case p_status when 'sending' then 'pending' when 'cancelling' then 'generated' when 'withdrawn' then 'not_required' else p_status end;
comment on function einvoice.public_status(text) is 'pending, generated, failed, unknown, cancelled or not_required';
