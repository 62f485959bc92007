-- Every one-time password asked for and each guess at it; neither code nor hash enters the trail.
create or replace trigger audit_insert after insert on payout.otp_log
  referencing new table as new_rows for each statement execute function audit.record_insert('id', 'otp_hash', 'code_encrypted');
create or replace trigger audit_update after update on payout.otp_log
  referencing old table as old_rows new table as new_rows for each statement execute function audit.record_update('id', 'otp_hash', 'code_encrypted');
create or replace trigger audit_delete after delete on payout.otp_log
  referencing old table as old_rows for each statement execute function audit.record_delete('id', 'otp_hash', 'code_encrypted');
alter table payout.otp_log enable always trigger audit_insert;
alter table payout.otp_log enable always trigger audit_update;
alter table payout.otp_log enable always trigger audit_delete;
