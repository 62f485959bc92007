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
  message text not null
);
comment on table core.refusals is 'Every refusal SQL can give: its code, HTTP status and sentence; {name} in the sentence is filled from the facts';
