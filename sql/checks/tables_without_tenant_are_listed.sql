-- Promise: a table without tenant_id is one of these, for the reason beside it.
-- Mend: give the table tenant_id, or add it here with a reason that a reader accepts.
with listed (name, reason) as (
  values
    ('core.tenants', 'the tenant itself; its policy compares id'),
    ('core.refusals', 'reference rows: refusals and their sentences'),
    ('core.sign_in_attempts', 'an address that is tried may be no tenant''s; reached through functions only'),
    ('billing.voucher_kinds', 'reference rows: the kinds of voucher'),
    ('billing.print_forms', 'reference rows: the words on the print of each kind'),
    ('billing.voucher_kind_originals', 'reference rows: on which kinds a kind may stand'),
    ('billing.voucher_kind_entries', 'reference rows: what each kind books'),
    ('ops.breakers', 'a portal that is down is down for everybody; holds no company''s facts'),
    ('einvoice.portal_errors', 'reference rows: codes of the e-invoice portal'),
    ('einvoice.payload_fields', 'reference rows: the form INV-01'),
    ('einvoice.pin_ranges', 'reference rows: PIN codes of each State'),
    ('einvoice.passing_refusals', 'reference rows: refusals of the e-invoice portal whose reason may go by itself'),
    ('einvoice.reporting_limits', 'reference rows: days within which a document must be registered'),
    ('reports.document_natures', 'reference rows: natures of document in table 13 of GSTR-1'),
    ('ops.installation_notifications', 'what concerns the installation and no company; holds nothing of a company'),
    ('payout.reason_templates', 'reference rows: the reasons of payouts a new tenant starts with'),
    ('payout.commission_rates', 'reference rows: the GST on commission'),
    ('payout.retention_periods', 'reference rows: how long what is kept'),
    ('payout.bank_profiles', 'reference rows: layouts of banks'),
    ('payout.bank_profile_columns', 'reference rows: their columns'),
    ('payout.bank_statuses', 'reference rows: their words for a payment''s fate'),
    ('payout.failure_classes', 'reference rows: why payments fail'),
    ('payout.settlement_classes', 'reference rows: what a row of a settlement file can be taken for'),
    ('ledger.groups', 'reference rows: groups of the chart of accounts'),
    ('ledger.chart_templates', 'reference rows: the chart a new tenant starts with')
), bare as (
  select c.oid::regclass::text as name, n.nspname as schema
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where n.nspowner = 'pakka_owner'::regrole and n.nspname not in ('migrations', 'pgboss') and c.relkind in ('r', 'p')
    and not c.relispartition
    and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
)
-- Schema gst is the law, the same for everybody; schema sandbox is the world outside, which knows no tenants.
select name as object, 'has no tenant_id and is not listed' as problem
from bare where schema not in ('gst', 'sandbox') and name not in (select name from listed)
union all
select name, 'is listed as a table without tenant_id, and is none' from listed where name not in (select name from bare)
order by 1;
