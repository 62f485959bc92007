-- The app previews and posts, the worker looks again and writes what the portal said. Nothing is ever deleted here.
grant usage on schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant insert, update on ewaybill.e_way_bills, ewaybill.registrations, ewaybill.changes to pakka_app, pakka_worker;
grant execute on all functions in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
