-- Why: whether the supplier charges tax on a document: not where the kind bears none, nor where the recipient owes it, nor
-- on zero-rated supplies under a letter of undertaking (IGST Act s.16(3)), nor from abroad, nor when a composition dealer
-- or an unregistered person supplies us. An SQL-standard body, so that it is inlined.
-- Called by: billing.resolve_documents, explain_line_taxes.
create or replace function billing.supplier_charges(p_tax text, p_reverse boolean, p_flow text, p_category text, p_registration text) returns boolean
language sql immutable parallel safe
return p_tax = 'charged' and not p_reverse
  and not (p_category in ('SEZWOP', 'EXPWOP', 'IMPORT') or p_flow = 'inward' and p_registration in ('composition', 'unregistered'));
comment on function billing.supplier_charges(text, boolean, text, text, text) is 'Whether the supplier charges tax on a document';
