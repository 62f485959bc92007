-- Why: one address for a document before and after it is posted. Null where the tenant has neither.
-- Called by: GET /api/vouchers/{id}.
create or replace function billing.read_voucher(p_id uuid) returns json
language sql
set search_path = ''
as $$ select coalesce(billing.voucher_json(p_id), billing.draft_json(p_id)) $$;
comment on function billing.read_voucher(uuid) is 'A voucher, or a draft, as JSON';
