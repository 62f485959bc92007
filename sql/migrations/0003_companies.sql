-- The company behind a tenant: one legal person (PAN), one or more GST registrations.
create table core.companies (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  legal_name text not null constraint companies_legal_name_has_3_to_100_letters check (length(legal_name) between 3 and 100),
  trade_name text,
  pan text,
  tan text,
  aggregate_turnover numeric(18, 2) not null default 0,
  composition boolean not null default false,
  e_invoice_exempt boolean not null default false,
  email text,
  phone text,
  bank jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint companies_one_a_tenant unique (tenant_id),
  constraint companies_turnover_is_not_negative check (aggregate_turnover >= 0)
);
comment on table core.companies is 'The legal person behind a tenant';
comment on column core.companies.aggregate_turnover is 'PAN-level aggregate turnover (AATO), rupees: decides HSN digits and e-invoicing';
comment on column core.companies.e_invoice_exempt is 'True for persons outside e-invoicing whatever their turnover (banks, insurers, goods transport agencies, SEZ units)';
comment on column core.companies.bank is '{name, account, ifsc} as printed on invoices';
alter table core.companies enable row level security;
alter table core.companies force row level security;

create table core.company_gstins (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  company_id uuid not null,
  gstin text not null,
  state_code text not null,
  registration_type text not null default 'regular'
    constraint company_gstins_registration_type_is_known
    check (registration_type in ('regular', 'composition', 'sez_unit', 'sez_developer', 'casual')),
  trade_name text,
  address text not null,
  city text not null,
  pincode text not null,
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint company_gstins_once_a_tenant unique (tenant_id, gstin),
  constraint company_gstins_belong_to_a_company foreign key (tenant_id, company_id) references core.companies (tenant_id, id)
);
create index company_gstins_by_company on core.company_gstins (tenant_id, company_id);
create unique index company_gstins_one_default on core.company_gstins (tenant_id) where is_default;
comment on table core.company_gstins is 'The company''s GST registrations, a state each, with the address that is printed';
alter table core.company_gstins enable row level security;
alter table core.company_gstins force row level security;

create table core.letters_of_undertaking (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  company_gstin_id uuid not null,
  financial_year text not null,
  arn text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint letters_of_undertaking_one_a_year unique (tenant_id, company_gstin_id, financial_year),
  constraint letters_of_undertaking_belong_to_a_gstin
    foreign key (tenant_id, company_gstin_id) references core.company_gstins (tenant_id, id)
);
comment on table core.letters_of_undertaking is 'LUT (form RFD-11) a GSTIN a financial year: zero-rated supply without payment of tax';
alter table core.letters_of_undertaking enable row level security;
alter table core.letters_of_undertaking force row level security;
