-- Append-only: nobody is granted update, delete or truncate on the trail. The app and the worker add to it through the
-- triggers; only the worker makes seals.
grant usage on schema audit to pakka_app, pakka_worker, pakka_reader;
grant select, insert on audit.events, audit.security_events to pakka_app, pakka_worker;
grant select on audit.seals to pakka_app, pakka_worker;
grant insert on audit.seals to pakka_worker;
grant select on audit.events, audit.seals, audit.security_events to pakka_reader;
grant select on audit.event_list, audit.event_digests to pakka_app, pakka_worker, pakka_reader;
grant execute on function
  audit.acting(), audit.changed_columns(jsonb, jsonb), audit.masked(jsonb, text[]),
  audit.verify(jsonb), audit.seal_problems(), audit.voucher_problems(), audit.hash_seal(audit.seals),
  audit.record_security_event(text, jsonb, text, uuid), audit.record_crossing(text, uuid),
  audit.record_number_crossing(text, text)
  to pakka_app, pakka_worker;
grant execute on function audit.seal_events() to pakka_worker;
