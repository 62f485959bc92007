-- Bank files: what was asked of a bank, line by line, who approved it, and the bytes. One attempt of an invoice at a time.
create table payout.bank_profiles (
  profile text not null primary key,
  bank text not null,
  delimiter text,
  header boolean not null,
  quoting boolean not null,
  line_end text not null constraint bank_profiles_line_end_is_known check (line_end in ('lf', 'crlf')),
  file_name text not null,
  date_format text not null,
  max_rows integer not null,
  allow_grouped_amounts boolean not null,
  shared_utr boolean not null,
  head text,
  trailer text,
  source text not null,
  constraint bank_profiles_records_name_known_tokens check (
    regexp_replace(concat(head, trailer), '\{(COUNT|TOTAL|DD|MM|YYYY|CLIENT)(:[1-9][0-9]?)?\}', '', 'g') !~ '[{}]'),
  constraint bank_profiles_client_is_asked_for check (concat(head, trailer) not like '%{CLIENT%' or file_name like '%{CLIENT}%')
);
comment on table payout.bank_profiles is 'Layouts of the files a bank takes and gives back; a bank''s is a row here and its columns, never code';
comment on column payout.bank_profiles.quoting is 'Whether a field may be put in quotes; where not, a field that would need them is refused';
comment on column payout.bank_profiles.file_name is 'Template: {MONTH} {MON} of the payouts, {YYYY} theirs beside these, else of the day; {DD} {MM} of the day; {SERIAL}; {CLIENT}';
comment on column payout.bank_profiles.date_format is 'The one format of its dates, as to_date reads it; another is refused, never guessed';
comment on column payout.bank_profiles.delimiter is 'Between fields; null: fields of fixed width, one after the other. Such a bank reports in CSV';
comment on column payout.bank_profiles.head is 'A record before the lines: {COUNT} {TOTAL} of the file, {DD} {MM} {YYYY} of the day, {CLIENT}; {TOTAL:15} has zeros before it to that width';
comment on column payout.bank_profiles.trailer is 'A record after the lines, written as head is';
comment on column payout.bank_profiles.shared_utr is 'Whether the bank gives one reference to many payments: then a UTR counts with its invoice';

create table payout.bank_profile_columns (
  profile text not null references payout.bank_profiles (profile),
  direction text not null constraint bank_profile_columns_direction_is_known check (direction in ('out', 'in')),
  position integer not null,
  name text not null,
  source text,
  max_length integer,
  pad text constraint bank_profile_columns_pad_is_known check (pad is null or (pad in ('zeros_before', 'blanks_after') and max_length is not null)),
  required boolean not null default true,
  primary key (profile, direction, position)
);
comment on table payout.bank_profile_columns is 'The columns of a layout. out: where a field is taken from; in: what a field of the bank''s file means to us';
comment on column payout.bank_profile_columns.pad is 'How a field is filled up to its max_length, which is its width; null: it is as long as it is';
comment on column payout.bank_profile_columns.source is 'out: invoice_id, destination_id, partner_name, account_number, ifsc_code, amount, invoice_number, payment_ref, value_date, or a literal in quotes; in: invoice_id, payment_ref, utr_number, amount, payment_date, status, remarks; null: not read';

create table payout.bank_statuses (
  profile text not null references payout.bank_profiles (profile),
  token text not null,
  status text not null constraint bank_statuses_status_is_known check (status in ('SUCCESS', 'FAILED', 'PENDING', 'RETURNED')),
  primary key (profile, token)
);
comment on table payout.bank_statuses is 'What a bank''s word for a payment''s fate means';

create table payout.failure_classes (
  code text not null primary key,
  pattern text not null,
  failure_class text not null constraint failure_classes_class_is_known check (failure_class in ('partner', 'payer')),
  priority integer not null
);
comment on table payout.failure_classes is 'Why a payment failed, read from the bank''s words: the partner''s details, which must be changed first, or something of the payer''s';

create table payout.bank_file_log (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  public_no bigint not null,
  bank_file_id text not null generated always as ('bf_' || public_no) stored,
  profile text not null references payout.bank_profiles (profile),
  name_stem text,
  serial integer,
  file_name text not null,
  file_path text,
  month text,
  total_invoices integer not null,
  total_amount numeric(18, 2) not null,
  status text not null default 'generated' constraint bank_file_log_status_is_known check (status in (
    'generated', 'approved', 'sent_to_bank', 'part_reconciled', 'reconciled', 'rejected', 'cancelled')),
  items_sha256 bytea,
  content_encrypted text,
  content_sha256 bytea,
  content_size integer,
  approvals_needed integer not null default 1,
  excluded jsonb not null default '[]',
  warnings jsonb not null default '[]',
  generated_by uuid,
  generated_at timestamptz not null default now(),
  approved_at timestamptz,
  sent_by uuid,
  sent_to_bank_at timestamptz,
  ended_by uuid,
  ended_at timestamptz,
  ended_reason text,
  primary key (tenant_id, id),
  constraint bank_file_log_public_no_is_unique unique (tenant_id, public_no),
  constraint bank_file_log_name_is_given_once unique (tenant_id, name_stem, serial),
  constraint bank_file_log_kept_are_whole check ((content_encrypted is null) = (content_sha256 is null))
);
create index bank_file_log_by_month on payout.bank_file_log (tenant_id, month, public_no);
create index bank_file_log_by_status on payout.bank_file_log (tenant_id, status, public_no);
create index bank_file_log_by_profile on payout.bank_file_log (profile);
comment on table payout.bank_file_log is 'Files made for the bank: their lines'' sum, their bytes, who made, approved and sent them';
comment on column payout.bank_file_log.bank_file_id is 'The public id: bf_<n>';
comment on column payout.bank_file_log.name_stem is 'The file''s name before its serial: a second file of the same stem is named with the next serial';
comment on column payout.bank_file_log.file_path is 'Of the seed; the bytes are here, sealed, since they hold account numbers';
comment on column payout.bank_file_log.items_sha256 is 'Over the lines as they were approved; a file whose lines say otherwise is not sent';
comment on column payout.bank_file_log.content_encrypted is 'The file, made once, AES-256-GCM, bound to this row';
comment on column payout.bank_file_log.excluded is '[{invoiceId, code, message}] of invoices asked for and left out';
alter table payout.bank_file_log enable row level security;
alter table payout.bank_file_log force row level security;

create table payout.bank_file_approvals (
  tenant_id uuid not null references core.tenants (id),
  bank_file_id uuid not null,
  approved_by uuid not null,
  approved_at timestamptz not null,
  items_sha256 bytea not null,
  ip_address text,
  primary key (tenant_id, bank_file_id, approved_by),
  constraint bank_file_approvals_of_a_file foreign key (tenant_id, bank_file_id) references payout.bank_file_log (tenant_id, id)
);
comment on table payout.bank_file_approvals is 'Who approved a bank file, each person once, and which lines they saw; append-only';
alter table payout.bank_file_approvals enable row level security;
alter table payout.bank_file_approvals force row level security;

create table payout.payout_items (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  bank_file_id uuid not null,
  line_no integer not null,
  invoice_id uuid not null,
  attempt_no integer not null,
  payment_ref text not null,
  amount numeric(18, 2) not null constraint payout_items_amount_is_positive check (amount > 0),
  beneficiary_name text not null,
  bank_account_id uuid not null,
  status text not null default 'EXPORTED' constraint payout_items_status_is_known check (status in (
    'EXPORTED', 'PENDING', 'SUCCESS', 'FAILED', 'RETURNED', 'CANCELLED', 'ON_HOLD')),
  settled_amount numeric(18, 2) not null default 0,
  utr_number text,
  payment_date date,
  remarks text,
  return_utr text,
  return_date date,
  recorded text[] not null default '{}',
  is_standing boolean not null generated always as (status not in ('FAILED', 'RETURNED', 'CANCELLED')) stored,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint payout_items_attempt_is_known_once unique (tenant_id, invoice_id, attempt_no),
  constraint payout_items_payment_ref_is_unique unique (tenant_id, payment_ref),
  constraint payout_items_line_is_known_once unique (tenant_id, bank_file_id, line_no),
  constraint payout_items_belong_to_a_file foreign key (tenant_id, bank_file_id) references payout.bank_file_log (tenant_id, id),
  constraint payout_items_belong_to_an_invoice foreign key (tenant_id, invoice_id) references payout.invoices (tenant_id, id),
  constraint payout_items_go_to_an_account foreign key (tenant_id, bank_account_id) references payout.bank_accounts (tenant_id, id)
);
-- Of the generated column, not of the status: a payment that arrives changes no indexed value, so its row is written once and
-- none of the indexes is (HOT);
-- room is left for that, and for what it is then longer.
create unique index payout_items_one_standing_attempt on payout.payout_items (tenant_id, invoice_id) where is_standing;
alter table payout.payout_items set (fillfactor = 40);
create index payout_items_by_account on payout.payout_items (tenant_id, bank_account_id);
comment on table payout.payout_items is 'The attempts to pay an invoice: in which file, how much, to which account, and what the bank said. One open attempt an invoice, and none beside one that paid';
comment on column payout.payout_items.payment_ref is 'Our reference of the attempt: P, nine letters of Crockford''s base 32, a check letter';
comment on column payout.payout_items.bank_account_id is 'The details as they were when the file was made; a later change of the partner''s does not reach it';
comment on column payout.payout_items.recorded is 'What banks said of it that was taken: STATUS|UTR|amount, an entry each; the same again has no effect';
comment on column payout.payout_items.is_standing is 'Open or paid: a further attempt may not be made';
comment on column payout.payout_items.status is 'EXPORTED and PENDING are open; ON_HOLD: an earlier attempt may have been paid after all';
alter table payout.payout_items enable row level security;
alter table payout.payout_items force row level security;
alter table payout.invoices add constraint invoices_bank_file_is_known
  foreign key (tenant_id, bank_file_id) references payout.bank_file_log (tenant_id, id);
