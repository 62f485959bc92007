-- Why: what a document takes from earlier ones is looked up only where one names an original, itself or line by line.
-- Called by: billing.compute_vouchers, name_sales.
create or replace function billing.stands_on_others(p_docs jsonb) returns boolean
language sql immutable parallel safe
return jsonb_path_exists(p_docs, '$[*].document ? (exists (@.originalVoucherId) || exists (@.lines[*].originalVoucherId))');
comment on function billing.stands_on_others(jsonb) is 'Whether a document of a batch names an original';
