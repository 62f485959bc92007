-- Certificates, once numbered, stay as they are; of a deduction its state and certificate move on. Nothing is ever deleted here.
grant usage on schema tds to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema tds to pakka_app, pakka_worker, pakka_reader;
grant insert on tds.tds_certificates, tds.tds_details to pakka_app;
grant update (status, certificate_id) on tds.tds_details to pakka_app;
