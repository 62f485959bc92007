-- Calls to portals are recorded by whoever made them and changed by nobody.
grant usage on schema ops to pakka_app, pakka_worker, pakka_reader;
grant select, insert on ops.api_calls to pakka_app, pakka_worker;
grant select on ops.api_calls to pakka_reader;
