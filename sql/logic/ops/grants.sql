-- Calls to portals are recorded by whoever made them and changed by nobody.
grant usage on schema ops to pakka_app, pakka_worker, pakka_reader;
grant select, insert on ops.api_calls to pakka_app, pakka_worker;
grant select on ops.api_calls to pakka_reader;
grant execute on function ops.record_api_calls(text, jsonb, jsonb) to pakka_app, pakka_worker;

-- Runs of jobs: the worker writes and forgets them, everybody else reads.
grant select on ops.job_runs to pakka_app, pakka_reader;
grant select, insert, delete on ops.job_runs to pakka_worker;
grant execute on function ops.record_job_run(jsonb), ops.forget_job_runs(timestamptz) to pakka_worker;

-- What needs a person: whoever records the fact raises it, a job mails it, somebody says it is settled.
grant select, insert on ops.notifications, ops.installation_notifications to pakka_app, pakka_worker;
grant update (count, last_seen_at, resolved_at, resolved_by, mail_due_at, mail_attempts, mailed_at, mail_error)
  on ops.notifications to pakka_app, pakka_worker;
grant update (count, last_seen_at, resolved_at, mail_due_at, mail_attempts, mailed_at, mail_error)
  on ops.installation_notifications to pakka_app, pakka_worker;
grant select on ops.notifications, ops.installation_notifications to pakka_reader;
grant execute on function
  ops.notify(text, text, text, text, text, jsonb), ops.resolve_notification(text, text),
  ops.notify_operators(text, text, text, text, text, jsonb), ops.resolve_operators_notification(text, text)
  to pakka_app, pakka_worker;

-- Sessions at portals: whoever calls one keeps, renews and forgets its session; nobody else looks.
grant select, insert, update, delete on ops.portal_sessions to pakka_app, pakka_worker;
grant execute on function
  ops.read_portal_session(text, uuid, text, bytea, boolean), ops.claim_portal_session(text, uuid, text, bytea, uuid, integer),
  ops.release_portal_session(uuid, uuid), ops.keep_portal_session(uuid, uuid, text, bytea, timestamptz, timestamptz),
  ops.refuse_portal_session(uuid, uuid, jsonb, timestamptz), ops.drop_portal_session(text, uuid, text, bytea),
  ops.registered_gstin(text, uuid), ops.sessions_to_refresh(timestamptz, interval), ops.forget_portal_sessions()
  to pakka_app, pakka_worker;

-- Operations: everybody reads; the worker writes what died, the app who sent it again or made what due again.
grant select on ops.dead_letters, ops.retries, ops.api_call_list, ops.job_run_list, ops.dead_letter_list to pakka_app, pakka_worker, pakka_reader;
grant insert on ops.dead_letters to pakka_worker;
grant update (retried_at, retried_by) on ops.dead_letters to pakka_app;
grant insert on ops.retries to pakka_app;
grant execute on function
  ops.call_subject(text, text, uuid), ops.api_call_json(uuid), ops.queues(), ops.job_json(uuid), ops.deadlines(interval), ops.summary(),
  ops.record_crossing(text, uuid)
  to pakka_app, pakka_worker;
grant execute on function ops.measure(), ops.retry_call(uuid), ops.retry_all(text, text, integer), ops.retry_dead_letter(uuid) to pakka_app;
grant execute on function ops.record_dead_letter(jsonb, boolean), ops.make_partitions(integer), ops.drop_partitions() to pakka_worker;

-- Breakers and budgets: whoever calls a portal keeps them, everybody reads how they stand.
grant select on ops.breakers, ops.call_budgets to pakka_reader;
grant select, insert, update on ops.breakers, ops.call_budgets to pakka_app, pakka_worker;
grant execute on function
  ops.bucket(numeric, numeric, timestamptz), ops.call_ways(text, jsonb), ops.lock_budgets(text), ops.spend_calls(text, jsonb),
  ops.begin_probe(text, text, text), ops.watch_breakers(text, jsonb)
  to pakka_app, pakka_worker;

-- Webhooks: people keep them, whoever records a fact raises events, the worker delivers and forgets.
grant select on ops.webhooks, ops.webhook_health, ops.webhook_deliveries to pakka_app, pakka_worker;
grant select on ops.webhook_health, ops.webhook_deliveries to pakka_reader;
grant insert, update, delete on ops.webhooks to pakka_app;
grant update on ops.webhooks to pakka_worker;
grant insert on ops.webhook_health to pakka_app;
grant update on ops.webhook_health to pakka_app, pakka_worker;
grant insert on ops.webhook_deliveries to pakka_app, pakka_worker;
grant update, delete on ops.webhook_deliveries to pakka_worker;
grant delete on ops.notifications to pakka_worker;
grant execute on function
  ops.webhook_json(uuid), ops.create_webhook(jsonb), ops.delete_webhook(uuid), ops.rotate_webhook_secret(uuid, text, text),
  ops.enable_webhook(uuid), ops.test_webhook(uuid), ops.notification_json(uuid), ops.settle_notification(uuid)
  to pakka_app;
grant execute on function ops.raise_events(jsonb), ops.raise_event(text, jsonb, text) to pakka_app, pakka_worker;
grant execute on function
  ops.claim_deliveries(integer, interval), ops.delivery_pause(integer), ops.record_deliveries(jsonb), ops.next_delivery(),
  ops.claim_mail(integer), ops.record_mail(uuid[], text), ops.claim_operators_mail(integer), ops.record_operators_mail(uuid[], text),
  ops.mail_recipients(), ops.forget_notifications(timestamptz)
  to pakka_worker;
