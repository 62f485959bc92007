-- Customers, suppliers and what is sold to them.
create table billing.parties (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  name text not null,
  gstin text,
  registration_type text not null
    constraint parties_registration_type_is_known check (registration_type in
      ('regular', 'composition', 'sez_unit', 'sez_developer', 'uin', 'tds', 'tcs', 'unregistered', 'overseas')),
  pan text,
  address text,
  city text,
  pincode text,
  state_code text,
  country text not null default 'IN',
  email text,
  phone text,
  match_key text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint parties_are_known_once unique (tenant_id, match_key),
  constraint parties_gstin_agrees_with_registration check ((gstin is null) = (registration_type in ('unregistered', 'overseas')))
);
create index parties_by_name on billing.parties (tenant_id, name, id);
comment on table billing.parties is 'Customers and suppliers; each has a ledger of the same id';
comment on column billing.parties.match_key is 'What makes a party the same one: its GSTIN, else name and state, lower-cased (billing.party_match_key)';
alter table billing.parties enable row level security;
alter table billing.parties force row level security;

create table billing.items (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  name text not null,
  hsn text not null,
  unit text not null,
  gst_rate numeric(6, 3) not null,
  cess_rate numeric(6, 3) not null default 0,
  taxability text not null default 'taxable'
    constraint items_taxability_is_known check (taxability in ('taxable', 'exempt', 'nil_rated', 'non_gst')),
  rate numeric(18, 3),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint items_are_named_once unique (tenant_id, name)
);
comment on table billing.items is 'Goods and services a company sells: what an invoice line takes from an itemId';
alter table billing.items enable row level security;
alter table billing.items force row level security;
