-- Nobody changes or removes a row of audit.security_events, the owner included; "always" holds in replica mode too.
create or replace trigger append_only
  before update or delete or truncate on audit.security_events
  for each statement execute function audit.refuse_change();
alter table audit.security_events enable always trigger append_only;
