-- What a person decided on what a bank reported.
create or replace trigger audit_insert after insert on payout.settlement_exceptions
  referencing new table as new_rows for each statement execute function audit.record_insert();
create or replace trigger audit_update after update on payout.settlement_exceptions
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update();
create or replace trigger audit_delete after delete on payout.settlement_exceptions
  referencing old table as old_rows for each statement execute function audit.record_delete();
alter table payout.settlement_exceptions enable always trigger audit_insert;
alter table payout.settlement_exceptions enable always trigger audit_update;
alter table payout.settlement_exceptions enable always trigger audit_delete;
