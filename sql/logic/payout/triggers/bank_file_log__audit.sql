-- Every file for a bank: made, approved, sent, ended; never its bytes.
create or replace trigger audit_insert after insert on payout.bank_file_log
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'content_encrypted');
create or replace trigger audit_update after update on payout.bank_file_log
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'content_encrypted');
create or replace trigger audit_delete after delete on payout.bank_file_log
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'content_encrypted');
alter table payout.bank_file_log enable always trigger audit_insert;
alter table payout.bank_file_log enable always trigger audit_update;
alter table payout.bank_file_log enable always trigger audit_delete;
