-- Chart of accounts. The journal itself comes with the vouchers (0008), for no entry stands without one.
create table ledger.groups (
  code text not null primary key,
  name text not null,
  nature text not null constraint groups_nature_is_known check (nature in ('asset', 'liability', 'income', 'expense'))
);
comment on table ledger.groups is 'Ledger groups; nature decides the side of the balance sheet or the profit and loss account';

create table ledger.chart_templates (
  code text not null primary key,
  name text not null,
  group_code text not null references ledger.groups (code)
);
create index chart_templates_by_group on ledger.chart_templates (group_code);
comment on table ledger.chart_templates is 'The ledgers every new tenant is given';

create table ledger.ledgers (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  code text,
  name text not null,
  group_code text not null references ledger.groups (code),
  party_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint ledgers_party_is_its_own_ledger check (party_id is null or party_id = id),
  constraint ledgers_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id)
);
create unique index ledgers_one_a_code on ledger.ledgers (tenant_id, code) where code is not null;
create unique index ledgers_named_once on ledger.ledgers (tenant_id, name) where party_id is null;
create index ledgers_by_group on ledger.ledgers (group_code);
create index ledgers_by_party on ledger.ledgers (tenant_id, party_id) where party_id is not null;
comment on table ledger.ledgers is 'Accounts. A party''s ledger has the party''s id; the tenant''s system ledgers are found by code';
alter table ledger.ledgers enable row level security;
alter table ledger.ledgers force row level security;
