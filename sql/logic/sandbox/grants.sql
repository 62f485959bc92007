-- Why: the sandbox portals run in the application's process, so its role plays the government. Signing keys are made once
-- and never changed; what was registered is history.
grant usage on schema sandbox to pakka_app, pakka_worker, pakka_reader;
grant select, insert on sandbox.keys to pakka_app, pakka_worker;
grant select, insert, update on sandbox.irp_taxpayers to pakka_app;
grant select, insert, update, delete on sandbox.irp_tokens to pakka_app;
grant select, insert, update on sandbox.irp_invoices to pakka_app;
grant select, insert, update, delete on sandbox.faults to pakka_app;
grant select on sandbox.irp_errors, sandbox.irp_states, sandbox.irp_pin_ranges, sandbox.irp_units, sandbox.irp_gst_rates
  to pakka_app;
grant select on sandbox.irp_invoices, sandbox.faults to pakka_reader;
grant select on sandbox.ewb_errors to pakka_app;
grant select, insert, update, delete on sandbox.ewb_tokens to pakka_app;
grant select, insert, update on sandbox.ewb_bills to pakka_app;
grant select, insert on sandbox.ewb_vehicles to pakka_app;
grant select on sandbox.ewb_bills, sandbox.ewb_vehicles to pakka_reader;
grant select, insert, update, delete on sandbox.settings, sandbox.pin_distances to pakka_app;
grant select, insert, update on sandbox.calls to pakka_app;
grant select, insert on sandbox.ewb_trip_sheets, sandbox.ewb_trip_sheet_bills to pakka_app;
grant select, insert, update on sandbox.ewb_movements, sandbox.ewb_movement_vehicles to pakka_app;
grant select on sandbox.ewb_trip_sheets, sandbox.ewb_trip_sheet_bills, sandbox.ewb_movements, sandbox.ewb_movement_vehicles to pakka_reader;
grant execute on all functions in schema sandbox to pakka_app;
