-- Least privilege a role. core.credentials and core.sign_in_attempts have no grant at all: see policies.sql.
grant usage on schema core to pakka_app, pakka_worker, pakka_reader;
grant select on core.refusals to pakka_app, pakka_worker, pakka_reader;

grant select on core.tenants to pakka_app, pakka_worker, pakka_reader;
grant select, insert, update on core.users to pakka_app;
grant select on core.users to pakka_worker, pakka_reader;
grant select, insert, update on core.refresh_tokens to pakka_app;
grant select, delete on core.refresh_tokens to pakka_worker;
grant select, insert, update on core.api_keys to pakka_app;
grant select, insert, update on core.idempotency_keys to pakka_app;
grant select, delete on core.idempotency_keys to pakka_worker;
grant select, insert, update on core.rate_windows to pakka_app;
grant select, delete on core.rate_windows to pakka_worker;

-- Functions are executable by nobody unless named here or below (the migrator takes PUBLIC's execute away).
grant execute on function
  core.create_user(text, text, text[], text, text),
  core.put_credential(uuid, text, text),
  core.find_credential(text),
  core.record_sign_in(text),
  core.session_standing(uuid, uuid),
  core.issue_refresh_token(uuid, bytea),
  core.rotate_refresh_token(bytea, bytea),
  core.revoke_family(uuid),
  core.create_api_key(text, bytea, text[], integer),
  core.find_api_key(bytea),
  core.revoke_api_key(uuid),
  core.claim_idempotency(text, text),
  core.store_answer(text, integer, text),
  core.take_requests(text, integer, integer)
to pakka_app;
grant execute on function core.forget_requests(timestamptz) to pakka_worker;
