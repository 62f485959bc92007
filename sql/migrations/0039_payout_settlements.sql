-- What banks report: the files as they came, each row with what it was taken for, what it did, and what a person must decide.
create table payout.settlement_files (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  public_no bigint not null,
  reconciliation_id text not null generated always as ('rec_' || public_no) stored,
  file_name text not null,
  sha256 bytea not null constraint settlement_files_sha256_is_one check (octet_length(sha256) = 32),
  size integer not null,
  profile text not null references payout.bank_profiles (profile),
  bank_file_id uuid,
  month text,
  status text not null constraint settlement_files_status_is_known check (status in ('previewed', 'applied', 'held')),
  held_because text,
  totals jsonb not null default '{}',
  uploaded_by uuid,
  uploaded_at timestamptz not null default now(),
  applied_by uuid,
  applied_at timestamptz,
  primary key (tenant_id, id),
  constraint settlement_files_public_no_is_unique unique (tenant_id, public_no),
  constraint settlement_files_of_a_bank_file foreign key (tenant_id, bank_file_id) references payout.bank_file_log (tenant_id, id),
  constraint settlement_files_applied_are_dated check ((status = 'applied') = (applied_at is not null))
);
create unique index settlement_files_once on payout.settlement_files (tenant_id, sha256);
create index settlement_files_by_bank_file on payout.settlement_files (tenant_id, bank_file_id);
create index settlement_files_by_profile on payout.settlement_files (profile);
comment on table payout.settlement_files is 'Settlement files of a bank: previewed, then applied whole or not at all; the same bytes are taken once';
comment on column payout.settlement_files.reconciliation_id is 'The public id: rec_<n>';
comment on column payout.settlement_files.held_because is 'Why the file as a whole waits for a person: its own total disagrees with its rows';
comment on column payout.settlement_files.totals is 'Rows and rupees by what they were taken for, and the control equations; as applied, or as previewed';
alter table payout.settlement_files enable row level security;
alter table payout.settlement_files force row level security;

create table payout.settlement_rows (
  tenant_id uuid not null, -- its file's: a look-up of its own for each of a hundred thousand rows would tell nothing more
  file_id uuid not null,
  line_no integer not null,
  raw_invoice_id text,
  raw_utr text,
  raw_amount text,
  raw_date text,
  raw_status text,
  remarks text,
  extra jsonb,
  amount numeric(18, 2),
  payment_date date,
  status text,
  utr text,
  invoice_id uuid,
  item_id uuid,
  classification text,
  expected_amount numeric(18, 2),
  warnings text[],
  primary key (tenant_id, file_id, line_no),
  constraint settlement_rows_belong_to_a_file foreign key (tenant_id, file_id) references payout.settlement_files (tenant_id, id)
);
create index settlement_rows_by_item on payout.settlement_rows (tenant_id, item_id) where item_id is not null;
-- Nearly all rows are settled, and none of those is in it.
create index settlement_rows_aside on payout.settlement_rows (tenant_id, file_id, classification, line_no) where classification <> 'SETTLED';
comment on table payout.settlement_rows is 'The rows of a settlement file as they came (raw_…), as read, and what each was taken for; frozen once applied';
comment on column payout.settlement_rows.classification is 'SETTLED, FAILED, PENDING, RETURNED, DUP_ROW, ALREADY_APPLIED or the code of an exception: payout.settlement_classes';
comment on column payout.settlement_rows.expected_amount is 'Rupees that were outstanding, or settled, when the row was looked at';
alter table payout.settlement_rows enable row level security;
alter table payout.settlement_rows force row level security;

-- Unlogged: its rows live for one transaction, and a crash takes what that would have thrown away.
create unlogged table payout.settlement_intake (
  tenant_id uuid not null,
  file_id uuid not null,
  line_no integer not null,
  raw_invoice_id text,
  raw_utr text,
  raw_amount text,
  raw_date text,
  raw_status text,
  remarks text,
  extra jsonb,
  amount numeric(18, 2),
  payment_date date,
  status text,
  utr text,
  invoice_no bigint,
  named_item_id uuid,
  is_bad boolean not null,
  is_twice boolean not null default false,
  level integer not null default 0,
  primary key (tenant_id, file_id, line_no)
);
comment on table payout.settlement_intake is 'The rows of a settlement file between their reading and their classification, in one transaction; empty otherwise';
comment on column payout.settlement_intake.named_item_id is 'The attempt, where the file names it by its payment_ref';
comment on column payout.settlement_intake.level is '0: alone with its invoice and its UTR in the file; else one more than the last row above it that shares one of them';
alter table payout.settlement_intake enable row level security;
alter table payout.settlement_intake force row level security;

create table payout.settlement_classes (
  classification text not null primary key,
  bucket text not null constraint settlement_classes_bucket_is_known check (bucket in (
    'settled', 'failed', 'pending', 'returned', 'no_effect', 'exception')),
  severity text not null constraint settlement_classes_severity_is_known check (severity in ('none', 'warning', 'review', 'critical')),
  means text not null,
  what_to_do text not null,
  resolutions text[] not null default '{}'
);
comment on table payout.settlement_classes is 'What a row of a settlement file can be taken for, where it is counted, and what a person does about it';
comment on column payout.settlement_classes.resolutions is 'What a person may decide on one: of payout.settlement_exceptions.resolution';

create table payout.utr_registry (
  tenant_id uuid not null,
  utr text not null,
  scope text not null default '',
  item_id uuid not null,
  file_id uuid not null,
  line_no integer not null,
  released_at timestamptz,
  primary key (tenant_id, item_id, utr)
);
create unique index utr_registry_one_alive on payout.utr_registry (tenant_id, utr, scope) where released_at is null;
comment on table payout.utr_registry is 'Which payment a bank reference stands for; one at a time, so that a reference cannot pay two invoices. Written from settlement rows, a hundred thousand at once: no foreign keys to look up for each';
comment on column payout.utr_registry.scope is 'Empty, or the invoice''s id where the bank gives one reference to many payments';
comment on column payout.utr_registry.released_at is 'Since when the payment does not stand: it came back';
alter table payout.utr_registry enable row level security;
alter table payout.utr_registry force row level security;

create table payout.settlement_exceptions (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  file_id uuid not null,
  line_no integer not null,
  classification text not null references payout.settlement_classes (classification),
  item_id uuid,
  status text not null default 'OPEN' constraint settlement_exceptions_status_is_known check (status in ('OPEN', 'ASSIGNED', 'RESOLVED')),
  assigned_to uuid,
  resolution text constraint settlement_exceptions_resolution_is_known check (resolution in (
    'allocate', 'link_to_invoice', 'accept_status', 'write_off', 'ignore_with_reason', 'raise_with_bank')),
  reason text,
  resolved_by uuid,
  resolved_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint settlement_exceptions_one_a_row unique (tenant_id, file_id, line_no),
  constraint settlement_exceptions_of_a_row foreign key (tenant_id, file_id, line_no) references payout.settlement_rows (tenant_id, file_id, line_no),
  constraint settlement_exceptions_of_an_item foreign key (tenant_id, item_id) references payout.payout_items (tenant_id, id),
  constraint settlement_exceptions_resolved_are_whole check ((status = 'RESOLVED') = (resolution is not null and resolved_at is not null))
);
create index settlement_exceptions_open on payout.settlement_exceptions (tenant_id, created_at) where status <> 'RESOLVED';
create index settlement_exceptions_by_item on payout.settlement_exceptions (tenant_id, item_id) where item_id is not null;
create index settlement_exceptions_by_classification on payout.settlement_exceptions (classification);
comment on table payout.settlement_exceptions is 'Rows of settlement files that a person must decide on, and what was decided; the row itself is never edited';
alter table payout.settlement_exceptions enable row level security;
alter table payout.settlement_exceptions force row level security;

create table payout.settlement_resolutions (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  exception_id uuid not null,
  resolution text not null,
  taken_for text not null references payout.settlement_classes (classification),
  became text not null references payout.settlement_classes (classification),
  amount numeric(18, 2),
  invoice_id uuid,
  utr text,
  reason text,
  resolved_by uuid,
  resolved_at timestamptz not null,
  primary key (tenant_id, id),
  constraint settlement_resolutions_of_an_exception foreign key (tenant_id, exception_id) references payout.settlement_exceptions (tenant_id, id),
  constraint settlement_resolutions_of_an_invoice foreign key (tenant_id, invoice_id) references payout.invoices (tenant_id, id)
);
create index settlement_resolutions_by_exception on payout.settlement_resolutions (tenant_id, exception_id);
create index settlement_resolutions_by_invoice on payout.settlement_resolutions (tenant_id, invoice_id) where invoice_id is not null;
comment on table payout.settlement_resolutions is 'Each decision on an exception, in order: who, what, and what the row was taken for before and after; append-only';
comment on column payout.settlement_resolutions.utr is 'The reference a person learned from the bank, where the row had none';
alter table payout.settlement_resolutions enable row level security;
alter table payout.settlement_resolutions force row level security;

create table payout.settlement_allocations (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  item_id uuid not null,
  file_id uuid not null,
  line_no integer not null,
  kind text not null constraint settlement_allocations_kind_is_known check (kind in ('payment', 'write_off', 'advance', 'write_off_reversed', 'advance_returned')),
  amount numeric(18, 2) not null constraint settlement_allocations_amount_is_positive check (amount > 0),
  allocated_by uuid,
  allocated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint settlement_allocations_of_an_item foreign key (tenant_id, item_id) references payout.payout_items (tenant_id, id),
  constraint settlement_allocations_of_a_row foreign key (tenant_id, file_id, line_no) references payout.settlement_rows (tenant_id, file_id, line_no)
);
create index settlement_allocations_by_item on payout.settlement_allocations (tenant_id, item_id);
create index settlement_allocations_by_row on payout.settlement_allocations (tenant_id, file_id, line_no);
comment on table payout.settlement_allocations is 'What a person decided that a row pays: part of an invoice, a rest written off, an excess kept as an advance, and that these are undone; append-only';
alter table payout.settlement_allocations enable row level security;
alter table payout.settlement_allocations force row level security;
alter table payout.postings add constraint postings_of_a_settlement_file
  foreign key (tenant_id, settlement_file_id) references payout.settlement_files (tenant_id, id);
