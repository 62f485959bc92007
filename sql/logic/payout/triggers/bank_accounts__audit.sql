-- Whose bank details were entered; the account itself never enters the trail.
create or replace trigger audit_insert after insert on payout.bank_accounts
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'account_encrypted', 'account_hash');
create or replace trigger audit_update after update on payout.bank_accounts
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'account_encrypted', 'account_hash');
create or replace trigger audit_delete after delete on payout.bank_accounts
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'account_encrypted', 'account_hash');
alter table payout.bank_accounts enable always trigger audit_insert;
alter table payout.bank_accounts enable always trigger audit_update;
alter table payout.bank_accounts enable always trigger audit_delete;
