grant usage on schema ewaybill to pakka_app, pakka_worker, pakka_reader;
grant execute on all functions in schema ewaybill to pakka_app, pakka_worker, pakka_reader;
