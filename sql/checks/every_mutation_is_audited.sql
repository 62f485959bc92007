-- No mutation without a trail: every tenant table has its audit triggers, firing in replica mode too, or stands below
-- with the reason why not; and no secret enters the trail: a column named like one is an argument of the triggers.
with not_audited (name, reason) as (values
  ('audit.events', 'the trail itself: append-only, sealed'),
  ('audit.security_events', 'append-only'),
  ('core.credentials', 'secrets only; the person is audited in core.users'),
  ('core.refresh_tokens', 'sessions; a token used twice is a security event'),
  ('core.page_sessions', 'sessions; what is done in one is audited where it is done'),
  ('core.idempotency_keys', 'answers kept for a day; what they did is audited where it was done'),
  ('core.rate_windows', 'counters of requests'),
  ('ops.call_budgets', 'counters of calls to portals'),
  ('billing.party_words', 'follows from the name, whose changes are audited'),
  ('billing.voucher_lines', 'frozen with their voucher, whose event stands for them'),
  ('billing.voucher_links', 'append-only, and frozen with their voucher'),
  ('billing.numbering_counters', 'a hot counter; every number given is in billing.numbering_history'),
  ('billing.numbering_history', 'append-only history'),
  ('ledger.ledger_entries', 'the journal: append-only, and frozen with its voucher'),
  ('inventory.stock_moves', 'the journal of goods: append-only, and frozen with its voucher'),
  ('inventory.stock_levels', 'the sums of inventory.stock_moves'),
  ('ledger.period_locks', 'append-only: who closed and opened the books, and why'),
  ('ledger.period_overrides', 'append-only: who booked in a locked period'),
  ('einvoice.submissions', 'append-only history'),
  ('ops.api_calls', 'append-only history'),
  ('ops.job_runs', 'append-only history of jobs'),
  ('ops.portal_sessions', 'sessions at portals; a refused sign-in is a notification'),
  ('ops.webhook_health', 'counters of how an address answers; switching it off is audited'),
  ('ops.webhook_deliveries', 'a queue; what it tells is audited where it happened'),
  ('payout.public_numbers', 'counters of public ids'),
  ('payout.payout_calculation', 'append-only; the import it came with is audited, with its hash'),
  ('payout.documents', 'append-only but for where the bytes lie; their hashes stand on the invoice'),
  ('payout.bank_file_approvals', 'append-only: who approved, and what'),
  ('payout.payout_items', 'attempts; the invoice has the event of each, the settlement row the reason'),
  ('payout.settlement_intake', 'holds rows for the length of one transaction only'),
  ('payout.settlement_rows', 'what a bank reported, frozen with its file, whose event stands for them'),
  ('payout.utr_registry', 'follows from settlement rows'),
  ('payout.settlement_allocations', 'append-only: who decided what a row pays'),
  ('payout.settlement_resolutions', 'append-only: who decided what on an exception'),
  ('ops.notifications', 'follow from what is audited; who settled one stands on it')
), only_updates (name, reason) as (values
  ('einvoice.e_invoices', 'its insert is part of the posting call and follows from the voucher''s own event'),
  ('einvoice.irn_details', 'its insert is the portal''s signed answer; einvoice.e_invoices has the event of it')
), only_inserts (name, reason) as (values
  ('audit.seals', 'append-only; its events are what shows seals cut off the end')
), audited_by (name, action, audits, reason) as (values
  ('payout.invoices', 'update', 'payout.record_invoice_update()', 'as audit.record_update; what a settlement file paid has its record in the file''s frozen rows')
), wanted as (
  select t.oid, t.oid::regclass::text as name, action.name as action
  from pg_class as t
  join pg_attribute as a on a.attrelid = t.oid and a.attname = 'tenant_id' and not a.attisdropped
  cross join (values ('insert', 4), ('update', 16), ('delete', 8)) as action (name, bit)
  where t.relkind in ('r', 'p') and t.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    and not t.relispartition
)
select wanted.name as object, wanted.action || 's are not audited' as problem
from wanted
where not exists (select from not_audited where not_audited.name = wanted.name)
  and not (wanted.action <> 'update' and exists (select from only_updates where only_updates.name = wanted.name))
  and not (wanted.action <> 'insert' and exists (select from only_inserts where only_inserts.name = wanted.name))
  and not exists (
    select from pg_trigger as t
    where t.tgrelid = wanted.oid and t.tgenabled = 'A'
      and t.tgfoid = coalesce((select b.audits from audited_by as b where b.name = wanted.name and b.action = wanted.action),
        'audit.record_' || wanted.action || '()')::regprocedure)
union all
-- tgargs: each argument ends with a zero byte; the key column comes first
select trigger.tgrelid::regclass::text, secret.attname || ' is not named as a secret in trigger ' || trigger.tgname
from pg_trigger as trigger
join pg_attribute as secret on secret.attrelid = trigger.tgrelid and secret.attnum > 0 and not secret.attisdropped
  and secret.attname ~ '(password|token|key|otp|secret)_hash$|_encrypted$|(^|_)secret$'
where trigger.tgfoid in ('audit.record_insert()'::regprocedure, 'audit.record_update()'::regprocedure, 'audit.record_delete()'::regprocedure)
  and position('\x00'::bytea || convert_to(secret.attname, 'UTF8') || '\x00'::bytea in trigger.tgargs) = 0
order by 1, 2;
