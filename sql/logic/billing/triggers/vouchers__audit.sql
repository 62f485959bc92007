-- Every document made and every change of it; its lines and entries are frozen with it. On the posting path.
create or replace trigger audit_insert after insert on billing.vouchers
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on billing.vouchers
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on billing.vouchers
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table billing.vouchers enable always trigger audit_insert;
alter table billing.vouchers enable always trigger audit_update;
alter table billing.vouchers enable always trigger audit_delete;
