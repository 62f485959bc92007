-- The app previews and posts, the worker looks again: all need only what billing calls.
grant usage on schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant execute on all functions in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
