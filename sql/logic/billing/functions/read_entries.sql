-- Phase 1 of posting, read: the entries that money documents bring, as rows, numbered from 1 within their document. A
-- receipt or payment in its short form (amount, account) becomes its two entries here.
create or replace function billing.read_entries(p_docs jsonb, p_resolved billing.resolved_document[]) returns billing.entry_input[]
language sql stable
set search_path = ''
as $$ select '{}'::billing.entry_input[] $$;
comment on function billing.read_entries(jsonb, billing.resolved_document[]) is 'The entries of money documents as rows';
