-- Why: whether the recipient owes the tax of a document under reverse charge (CGST Act s.9(3) and (4), IGST Act s.5(3)
-- and (4)). An SQL-standard body, so that it is inlined. Called by: billing.resolve_documents, explain_line_taxes.
create or replace function billing.recipient_owes(p_tax text, p_reverse boolean, p_category text) returns boolean
language sql immutable parallel safe
return p_reverse and p_tax <> 'none' and p_category not in ('SEZWOP', 'EXPWOP');
comment on function billing.recipient_owes(text, boolean, text) is 'Whether the recipient owes the tax of a document';
