-- Why: the audit rows of changed invoices, as audit.record_update writes them; but what a settlement file paid has its record in the
-- file's own rows, frozen with it and its hash, whose event stands for them: a hundred thousand events more would say the same.
-- Called by: the audit_update trigger of payout.invoices, over old_rows and new_rows. Only where each changed invoice is the one a
-- row of the file being applied has paid, with that UTR and day, is nothing written here. Joined by hashes: the planner has never
-- counted rows that this transaction wrote, and would look through all of them for each invoice.
create or replace function payout.record_invoice_update() returns trigger
language plpgsql
set search_path = ''
set enable_nestloop = off
as $$
declare
  v_file uuid := (select w.file_id from payout.settlement_intake as w where w.tenant_id = (select core.current_tenant()) limit 1);
begin
  if v_file is not null and not exists (
    select from new_rows as n
    left join payout.settlement_rows as r on r.tenant_id = n.tenant_id and r.invoice_id = n.id and r.utr = n.utr_number
      and r.payment_date = n.payment_date and r.classification = 'SETTLED' and n.status = 'paid'
      and r.tenant_id = (select core.current_tenant()) and r.file_id = v_file
    where r.line_no is null) then
    return null;
  end if;
  insert into audit.events (tenant_id, occurred_at, actor_id, actor_kind, request_id, ip, action, entity, entity_id, before, after)
  select was.tenant_id, who.at, who.actor_id, who.actor_kind, who.request_id, who.ip, 'update', 'payout.invoices', was.id, changed.before, changed.after
  from (select o.tenant_id, o.id, to_jsonb(o) as row from old_rows as o offset 0) as was
  join (select n.tenant_id, n.id, to_jsonb(n) as row from new_rows as n offset 0) as became on became.tenant_id = was.tenant_id and became.id = was.id
  cross join lateral audit.changed_columns(was.row, became.row) as changed
  cross join audit.acting() as who
  where changed.before is not null or changed.after is not null;
  return null;
end $$;
comment on function payout.record_invoice_update() is 'Trigger: one audit event a changed invoice, but those that a settlement file paid';
