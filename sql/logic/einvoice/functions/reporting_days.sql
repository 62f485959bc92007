-- Why: within how many days of its date the company must register a document; null where the law sets it no limit. The last day
-- counts. Called by: einvoice.pending_page, einvoice.warn_of_deadlines, einvoice.e_invoice_json. Source: einvoice.reporting_limits.
create or replace function einvoice.reporting_days() returns integer
language sql stable
set search_path = ''
as $$
  select late.days
  from core.companies as c
  cross join lateral (
    select l.* from einvoice.reporting_limits as l where l.valid_from <= core.today() order by l.valid_from desc limit 1
  ) as late
  where c.tenant_id = (select core.current_tenant()) and c.aggregate_turnover >= late.turnover_from
$$;
comment on function einvoice.reporting_days() is 'Days within which the company must register a document; null: no limit';
