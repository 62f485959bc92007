-- What GST is due on, and who said so.
create or replace trigger audit_insert after insert on payout.reason_payment_mapping
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on payout.reason_payment_mapping
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on payout.reason_payment_mapping
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table payout.reason_payment_mapping enable always trigger audit_insert;
alter table payout.reason_payment_mapping enable always trigger audit_update;
alter table payout.reason_payment_mapping enable always trigger audit_delete;
