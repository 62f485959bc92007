-- Calls to portals are recorded by whoever made them and changed by nobody.
grant usage on schema ops to pakka_app, pakka_worker, pakka_reader;
grant select, insert on ops.api_calls to pakka_app, pakka_worker;
grant select on ops.api_calls to pakka_reader;
grant execute on function ops.record_api_call(jsonb) to pakka_app, pakka_worker;

-- Runs of jobs: the worker writes and forgets them, everybody else reads.
grant select on ops.job_runs to pakka_app, pakka_reader;
grant select, insert, delete on ops.job_runs to pakka_worker;
grant execute on function ops.record_job_run(jsonb), ops.forget_job_runs(timestamptz) to pakka_worker;
