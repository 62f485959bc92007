-- Why: every calendar day, financial year and deadline is Indian Standard Time, whatever the server's zone.
create or replace function core.today() returns date
language sql volatile parallel safe
return (core.now() at time zone 'Asia/Kolkata')::date;
comment on function core.today() is 'Today in India';
