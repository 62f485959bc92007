-- Calls to portals are recorded by whoever made them and changed by nobody.
grant usage on schema ops to pakka_app, pakka_worker, pakka_reader;
grant select, insert on ops.api_calls to pakka_app, pakka_worker;
grant select on ops.api_calls to pakka_reader;
grant execute on function ops.record_api_call(jsonb) to pakka_app, pakka_worker;

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
