-- Why: files of partners and of payouts are taken one after the other in a company: each locks many partners, and what is
-- repeated is judged against what the other brought. Called by: both imports. Locks: an advisory lock until the transaction ends.
create or replace function payout.lock_imports() returns void
language sql volatile
set search_path = ''
as $$
  select pg_catalog.pg_advisory_xact_lock(hashtextextended('payout imports of ' || core.current_tenant(), 0))
$$;
comment on function payout.lock_imports() is 'Waits until no other file of partners or payouts of the company is being taken';
