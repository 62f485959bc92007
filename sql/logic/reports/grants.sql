-- Reports are read by everybody who may read the books; row-level security of the tables below decides whose.
grant usage on schema reports to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema reports to pakka_app, pakka_worker, pakka_reader;
grant execute on all functions in schema reports to pakka_app, pakka_worker, pakka_reader;
