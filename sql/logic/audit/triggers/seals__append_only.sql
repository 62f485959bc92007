-- Nobody changes or removes a row of audit.seals, the owner included; "always" holds in replica mode too.
create or replace trigger append_only
  before update or delete or truncate on audit.seals
  for each statement execute function audit.refuse_change();
alter table audit.seals enable always trigger append_only;
