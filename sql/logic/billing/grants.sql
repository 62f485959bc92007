-- Nothing is ever deleted here but drafts. A posted voucher may only change where the columns named below say so.
grant usage on schema billing to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema billing to pakka_app, pakka_worker, pakka_reader;
grant insert on billing.parties, billing.items, billing.numbering_series, billing.numbering_counters, billing.vouchers,
  billing.voucher_lines, billing.voucher_links, billing.numbering_history to pakka_app;
grant update on billing.parties, billing.items, billing.numbering_series, billing.numbering_counters to pakka_app;
grant insert, update, delete on billing.drafts to pakka_app;
grant insert on billing.party_words to pakka_app;
grant update (narration, reference, status, cancelled_at, cancel_reason, updated_at) on billing.vouchers to pakka_app;
grant execute on all functions in schema billing to pakka_app, pakka_worker, pakka_reader;
