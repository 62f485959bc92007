-- How a company pays its partners.
create or replace trigger audit_insert after insert on payout.settings
  referencing new table as new_rows for each statement execute function audit.record_insert('tenant_id');
create or replace trigger audit_update after update on payout.settings
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('tenant_id');
create or replace trigger audit_delete after delete on payout.settings
  referencing old table as old_rows for each statement execute function audit.record_delete('tenant_id');
alter table payout.settings enable always trigger audit_insert;
alter table payout.settings enable always trigger audit_update;
alter table payout.settings enable always trigger audit_delete;
