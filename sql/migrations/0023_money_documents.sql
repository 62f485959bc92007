-- Ledgers are listed by name; a settlement in a foreign currency keeps how much of the currency it was.
create index ledgers_by_name on ledger.ledgers (tenant_id, name, id);
comment on column billing.voucher_links.quantity is 'Of goods: so many units of the original''s line; of a settlement in a foreign currency: so much of the currency; else 0';
comment on column billing.voucher_links.total_amount is 'Rupees of the original that it settles, adjusts or applies; what settles a foreign invoice counts at the invoice''s own rate';
