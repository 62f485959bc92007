-- One schema a context. `sandbox` holds the world the sandbox portals play; it knows nothing of tenants.
create schema core;
create schema billing;
create schema gst;
create schema ledger;
create schema inventory;
create schema einvoice;
create schema ewaybill;
create schema tds;
create schema payout;
create schema procurement;
create schema treds;
create schema gem;
create schema audit;
create schema ops;
create schema sandbox;

comment on schema core is 'Tenants, people, sign-in, company, settings; the functions every context leans on';
comment on schema billing is 'Vouchers, their kinds, numbering, parties and items';
comment on schema gst is 'The GST law as effective-dated rows, and the functions that read it';
comment on schema ledger is 'Chart of accounts and the journal';
comment on schema inventory is 'Godowns and stock movements';
comment on schema einvoice is 'E-invoices: state, attempts, registered numbers and signed documents';
comment on schema ewaybill is 'E-way bills';
comment on schema tds is 'Tax deducted at source';
comment on schema payout is 'Partner payouts: calculation, e-sign, bank files, reconciliation';
comment on schema procurement is 'Purchase orders, goods receipts, three-way match';
comment on schema treds is 'Trade receivables discounting';
comment on schema gem is 'Government e-Marketplace';
comment on schema audit is 'Who, when, what, before and after; append-only and hash-chained';
comment on schema ops is 'What operators watch: calls to portals, jobs, notifications';
comment on schema sandbox is 'State of the portals this machine plays; no tenant data, absent in production use';

-- Every refusal that SQL raises or returns, under its name. Rows: sql/reference/core.refusals.csv.
create table core.refusals (
  code text not null primary key constraint refusals_code_is_snake_case check (code ~ '^[a-z][a-z0-9_]*$'),
  status integer not null constraint refusals_status_is_a_refusal check (status in (400, 403, 404, 409, 422, 429)),
  pointer text,
  facts text[],
  message text not null
);
comment on column core.refusals.pointer is 'Of refusals of a document: the field, below the document or below its line; null points at the whole';
comment on column core.refusals.facts is 'Of refusals of a document: which facts it tells';
comment on table core.refusals is 'Every refusal SQL can give: its code, HTTP status and sentence; {name} in the sentence is filled from the facts';

-- These two stand in a migration, not in sql/logic, because column defaults depend on them.
-- Why: time-ordered keys, so that inserts touch the right edge of every index. PostgreSQL 18 has its own; on 16 and 17
-- the same shape is made from the clock and random bytes. The only function that may depend on the server's version.
do $make$
begin
  if current_setting('server_version_num')::int >= 180000 then
    execute $f$
      create or replace function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      return pg_catalog.uuidv7()
    $f$;
  else
    execute $f$
      create or replace function core.uuid_v7() returns uuid
      language sql volatile parallel safe
      set search_path = ''
      as $$
        select encode(
          set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6),
            52, 1), 53, 1), 'hex')::uuid
      $$
    $f$;
  end if;
end $make$;
comment on function core.uuid_v7() is 'A new time-ordered UUID (version 7)';

-- Why: the clock is injected. Tests and sandboxes set app.now; everybody else reads the wall clock at the moment of the
-- call, not at the start of the transaction, so that what is stamped under a lock is stamped in the order of the lock.
create or replace function core.now() returns timestamptz
language sql volatile parallel safe
return coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp());
comment on function core.now() is 'The time: app.now where a clock was injected, else the wall clock';
