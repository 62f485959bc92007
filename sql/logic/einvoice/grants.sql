-- The app asks, the worker does: attempts and what the portal signed are written by the worker alone.
grant usage on schema einvoice to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema einvoice to pakka_app, pakka_worker;
grant select on einvoice.e_invoices, einvoice.submissions, einvoice.irn_details, einvoice.cancellations to pakka_reader;
grant select on einvoice.portal_errors, einvoice.payload_fields, einvoice.pin_ranges, einvoice.reporting_limits, einvoice.passing_refusals, einvoice.adoptions to pakka_reader;
grant insert, update on einvoice.registrations to pakka_app;
grant update on einvoice.registrations to pakka_worker;
grant insert, update on einvoice.e_invoices to pakka_app, pakka_worker;
grant insert on einvoice.submissions, einvoice.irn_details to pakka_worker;
grant update on einvoice.irn_details to pakka_worker;
grant insert on einvoice.cancellations to pakka_app;
grant insert on einvoice.adoptions to pakka_app;
grant update on einvoice.adoptions to pakka_worker;
grant update on einvoice.cancellations to pakka_worker;
grant execute on all functions in schema einvoice to pakka_app, pakka_worker, pakka_reader;
