-- Why: jobs that were given up, as the API shows them: what they were to do, why they died, who sent them again.
create or replace view ops.dead_letter_list with (security_invoker = true) as
select d.tenant_id, d.id, d.job, d.died_at, d.retried_at,
       json_build_object(
         'id', d.id, 'job', d.job, 'queuedId', d.queued_id, 'payload', d.payload - 'tenantId', 'attempts', d.attempts, 'error', d.error,
         'diedAt', d.died_at, 'retriedAt', d.retried_at, 'retriedBy', u.email) as letter
from ops.dead_letters as d
left join core.users as u on u.tenant_id = d.tenant_id and u.id = d.retried_by;
comment on view ops.dead_letter_list is 'Jobs that were given up, each as the JSON the API answers';
