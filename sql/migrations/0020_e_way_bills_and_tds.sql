-- The records of e-way bills and of tax deducted at source, each on its voucher: what the requirements name, with the keys
-- and indexes they ask for. Who fills them: ewaybill and tds.
create table ewaybill.e_way_bills (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  voucher_id uuid not null,
  gstin text not null,
  status text not null constraint e_way_bills_status_is_known check (status in
    ('pending', 'sending', 'part_a', 'active', 'failed', 'unknown', 'cancelling', 'cancelled', 'rejected', 'expired')),
  ewb_number text constraint e_way_bills_number_has_12_digits check (ewb_number ~ '^[0-9]{12}$'),
  generated_at timestamptz,
  valid_until timestamptz,
  transport jsonb not null default '{}',
  cancelled_at timestamptz,
  cancel_reason text,
  error_code text,
  error_message text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint e_way_bills_number_is_unique unique (tenant_id, ewb_number),
  constraint e_way_bills_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint e_way_bills_generated_have_a_number check
    (status not in ('part_a', 'active', 'cancelling', 'cancelled', 'rejected', 'expired') or ewb_number is not null),
  constraint e_way_bills_cancelled_say_when check ((status = 'cancelled') = (cancelled_at is not null))
);
create index e_way_bills_by_voucher on ewaybill.e_way_bills (tenant_id, voucher_id);
create index e_way_bills_by_status on ewaybill.e_way_bills (tenant_id, status, valid_until);
comment on table ewaybill.e_way_bills is 'E-way bills of a voucher, one after the other where one was cancelled: their number, validity and state';
comment on column ewaybill.e_way_bills.status is 'part_a: without a vehicle yet; unknown: the portal may have it, ask before sending again';
comment on column ewaybill.e_way_bills.transport is '{mode, vehicleNumber, vehicleType, transporterId, distanceKm, documentNumber, documentDate} as last told';
alter table ewaybill.e_way_bills enable row level security;
alter table ewaybill.e_way_bills force row level security;

create table tds.tds_certificates (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  party_id uuid not null,
  financial_year text not null,
  quarter integer not null constraint tds_certificates_quarter_is_1_to_4 check (quarter between 1 and 4),
  certificate_number text not null,
  generated_at timestamptz not null default now(),
  generated_by uuid,
  primary key (tenant_id, id),
  constraint tds_certificates_number_is_unique_a_year unique (tenant_id, financial_year, certificate_number),
  constraint tds_certificates_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id)
);
create index tds_certificates_by_party on tds.tds_certificates (tenant_id, party_id);
comment on table tds.tds_certificates is 'Certificates of tax deducted at source (Form 16A, Form 131): working copies, numbered in order';
alter table tds.tds_certificates enable row level security;
alter table tds.tds_certificates force row level security;

create table tds.tds_details (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  voucher_id uuid not null,
  party_id uuid not null,
  certificate_id uuid,
  pan text,
  section text,
  code text,
  status text not null default 'deducted'
    constraint tds_details_status_is_known check (status in ('deducted', 'deposited', 'certified', 'reversed')),
  base_amount numeric(18, 2) not null,
  rate numeric(7, 4) not null,
  tds_amount numeric(18, 2) not null,
  deducted_on date not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint tds_details_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint tds_details_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id),
  constraint tds_details_certificate_is_known foreign key (tenant_id, certificate_id) references tds.tds_certificates (tenant_id, id),
  constraint tds_details_name_their_law check ((section is null) <> (code is null))
);
create index tds_details_by_voucher on tds.tds_details (tenant_id, voucher_id);
create index tds_details_by_party on tds.tds_details (tenant_id, party_id, deducted_on);
create index tds_details_by_certificate on tds.tds_details (tenant_id, certificate_id);
create index tds_details_by_status on tds.tds_details (tenant_id, status, deducted_on);
comment on table tds.tds_details is 'Tax deducted at source on a voucher: base without GST, rate in per cent, amount in rupees';
comment on column tds.tds_details.section is 'Section of the Income-tax Act 1961 (to 31-03-2026)';
comment on column tds.tds_details.code is 'Payment code under section 393 of the Income-tax Act 2025 (from 01-04-2026)';
alter table tds.tds_details enable row level security;
alter table tds.tds_details force row level security;
