-- Why: who did it, for created_by columns and the audit trail. Null for jobs.
create or replace function core.current_user_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.user_id', true), '')::uuid;
comment on function core.current_user_id() is 'The person acting in this transaction, or null for a job';
