-- The life of a document: drafts before it, the lock of the books after it, and what a cancelling leaves of its e-invoice.
create table billing.drafts (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  voucher_type text not null references billing.voucher_kinds (voucher_type),
  voucher_date date not null,
  party_id uuid,
  party_name text,
  party_gstin text,
  total_amount numeric(18, 2) not null,
  body jsonb not null,
  document json not null,
  created_by uuid,
  created_at timestamptz not null default core.now(),
  updated_at timestamptz not null default core.now(),
  primary key (tenant_id, id),
  constraint drafts_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id)
);
create index drafts_by_date on billing.drafts (tenant_id, voucher_date desc, id desc);
create index drafts_by_type on billing.drafts (tenant_id, voucher_type, voucher_date desc, id desc);
create index drafts_by_party on billing.drafts (tenant_id, party_id, voucher_date desc, id desc);
comment on table billing.drafts is 'Documents not posted yet: no number, no books, no stock. Apart from billing.vouchers, whose rows stay for ever; posting takes the row away and keeps its id';
comment on column billing.drafts.body is 'The document as sent: what posting computes anew';
comment on column billing.drafts.document is 'The document as it was computed when it was saved: what lists show';
alter table billing.drafts enable row level security;
alter table billing.drafts force row level security;

create table ledger.period_locks (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  locked_until date,
  previous_until date,
  reason text not null constraint period_locks_say_why check (length(trim(reason)) > 0),
  locked_by uuid,
  locked_at timestamptz not null default core.now(),
  primary key (tenant_id, id)
);
create index period_locks_by_time on ledger.period_locks (tenant_id, locked_at desc, id desc);
comment on table ledger.period_locks is 'Every closing and reopening of the books: until when, until when before, by whom and why; append-only. core.companies.locked_until is how it stands';
comment on column ledger.period_locks.locked_until is 'The books are closed up to and including this day; null: open';
alter table ledger.period_locks enable row level security;
alter table ledger.period_locks force row level security;

create table ledger.period_overrides (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  voucher_id uuid not null,
  action text not null constraint period_overrides_action_is_known check (action in ('post', 'cancel')),
  voucher_date date not null,
  locked_until date not null,
  overridden_by uuid,
  overridden_at timestamptz not null default core.now(),
  primary key (tenant_id, id),
  constraint period_overrides_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id)
);
create index period_overrides_by_voucher on ledger.period_overrides (tenant_id, voucher_id);
create index period_overrides_by_time on ledger.period_overrides (tenant_id, overridden_at desc, id desc);
comment on table ledger.period_overrides is 'Every document posted or cancelled in a locked period, and who did it; append-only. Its address and request stand in audit.events';
comment on column ledger.period_overrides.locked_until is 'The lock that stood at that moment';
alter table ledger.period_overrides enable row level security;
alter table ledger.period_overrides force row level security;

-- An e-invoice that was never registered goes with its cancelled voucher and is never sent.
alter table einvoice.e_invoices
  drop constraint e_invoices_status_is_known,
  add constraint e_invoices_status_is_known check (status in
    ('pending', 'sending', 'generated', 'failed', 'unknown', 'cancelling', 'cancelled', 'withdrawn'));
comment on column einvoice.e_invoices.status is 'unknown: the portal may have it; ask by document number before sending again. withdrawn: its voucher was cancelled before it was sent';
