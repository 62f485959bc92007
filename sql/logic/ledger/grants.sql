-- The journal is append-only, and so is who locked and overrode.
grant usage on schema ledger to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema ledger to pakka_app, pakka_worker, pakka_reader;
grant insert on ledger.ledgers, ledger.ledger_entries, ledger.period_locks, ledger.period_overrides to pakka_app;
grant update (name, group_code) on ledger.ledgers to pakka_app;
grant execute on all functions in schema ledger to pakka_app, pakka_worker, pakka_reader;
