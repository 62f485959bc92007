-- The app previews and posts, the worker looks again and writes what the portal said. Nothing is ever deleted here.
grant usage on schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant insert, update on ewaybill.e_way_bills, ewaybill.registrations, ewaybill.changes, ewaybill.received_bills,
  ewaybill.consolidated_bills to pakka_app, pakka_worker;
grant insert on ewaybill.consolidated_members to pakka_app;
grant insert on ewaybill.vehicle_groups to pakka_worker;
grant insert, update on ewaybill.vehicle_loads to pakka_worker;
grant execute on all functions in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
