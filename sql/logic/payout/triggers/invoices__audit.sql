-- Every invoice of a partner: generated, signed, exported, failed, returned; paid by a settlement file: see the function.
create or replace trigger audit_insert after insert on payout.invoices
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on payout.invoices
  referencing old table as old_rows new table as new_rows for each statement execute function payout.record_invoice_update();
create or replace trigger audit_delete after delete on payout.invoices
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table payout.invoices enable always trigger audit_insert;
alter table payout.invoices enable always trigger audit_update;
alter table payout.invoices enable always trigger audit_delete;
