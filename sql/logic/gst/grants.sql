-- The law is read by everybody and written only by db:migrate, from sql/reference.
grant usage on schema gst to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema gst to pakka_app, pakka_worker, pakka_reader;
grant execute on all functions in schema gst to pakka_app, pakka_worker, pakka_reader;
