-- Least privilege a role. core.credentials and core.sign_in_attempts have no grant at all: see policies.sql.
grant usage on schema core to pakka_app, pakka_worker, pakka_reader;
grant select on core.refusals to pakka_app, pakka_worker, pakka_reader;

grant select on core.tenants to pakka_app, pakka_worker, pakka_reader;
grant select, insert, update on core.users to pakka_app;
grant select on core.users to pakka_worker, pakka_reader;
grant select, insert, update on core.refresh_tokens to pakka_app;
grant select, delete on core.refresh_tokens to pakka_worker;
grant select, insert, update on core.page_sessions to pakka_app;
grant select, delete on core.page_sessions to pakka_worker;
grant select, insert, update on core.api_keys to pakka_app;
grant select, insert, update on core.idempotency_keys to pakka_app;
grant select, delete on core.idempotency_keys to pakka_worker;
grant update (answer) on core.idempotency_keys to pakka_worker; -- sealed anew with another secret
grant select, insert, update on core.rate_windows to pakka_app;
grant select, delete on core.rate_windows to pakka_worker;
grant select, insert, update on core.companies, core.company_gstins, core.letters_of_undertaking to pakka_app;
grant select on core.companies, core.company_gstins, core.letters_of_undertaking to pakka_worker, pakka_reader;

-- PUBLIC's execute is taken away by the migrator. The reader runs what the views and policies lean on, and no more;
-- find_credential, record_sign_in and put_credential act as the owner: for the application alone.
grant execute on all functions in schema core to pakka_app;
revoke execute on function core.create_tenant(text), core.seed_tenants() from pakka_app;
grant execute on function
  core.current_tenant(), core.current_user_id(), core.enter(jsonb), core.fill(text, jsonb), core.financial_year(date),
  core.now(), core.refuse(text, text, jsonb), core.today(), core.uuid_v7()
to pakka_worker, pakka_reader;
grant execute on function core.forget_requests(timestamptz) to pakka_worker;
