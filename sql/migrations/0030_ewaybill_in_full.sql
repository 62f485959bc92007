-- E-way bills in full: extension when its window opens, rejection of what others made on a GSTIN of the company, one
-- consolidated bill over many, goods of one bill in several vehicles, and changes that no crash and no silence loses.
create table ewaybill.received_bills (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  gstin text not null,
  ewb_number text not null constraint received_bills_number_has_12_digits check (ewb_number ~ '^[0-9]{12}$'),
  status text not null constraint received_bills_status_is_known check (status in ('active', 'rejecting', 'rejected', 'cancelled')),
  generated_at timestamptz not null,
  valid_until timestamptz,
  generated_by text,
  from_gstin text,
  from_name text,
  to_gstin text,
  document_number text,
  document_date date,
  total_amount numeric(18, 2),
  hsn text,
  rejected_at timestamptz,
  listed_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint received_bills_number_is_unique unique (tenant_id, ewb_number)
);
create index received_bills_by_status on ewaybill.received_bills (tenant_id, status, id);
comment on table ewaybill.received_bills is 'E-way bills others made on a GSTIN of the company, as the portal lists them: ours to reject within 72 hours';
comment on column ewaybill.received_bills.gstin is 'Ours: the one the bill was made on';
comment on column ewaybill.received_bills.generated_by is 'GSTIN that made the bill';
comment on column ewaybill.received_bills.listed_at is 'When the portal last listed it';
alter table ewaybill.received_bills enable row level security;
alter table ewaybill.received_bills force row level security;

create table ewaybill.consolidated_bills (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  gstin text not null,
  status text not null default 'pending' constraint consolidated_bills_status_is_known check (status in ('pending', 'generated', 'failed')),
  consolidated_number text constraint consolidated_bills_number_has_digits check (consolidated_number ~ '^[0-9]{10,12}$'),
  generated_at timestamptz,
  transport jsonb not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint consolidated_bills_number_is_unique unique (tenant_id, consolidated_number),
  constraint consolidated_bills_generated_have_a_number check ((status = 'generated') = (consolidated_number is not null))
);
comment on table ewaybill.consolidated_bills is 'One number for all e-way bills that travel in one vehicle (trip sheet, EWB-02)';
comment on column ewaybill.consolidated_bills.transport is '{mode, vehicleNumber, documentNumber, documentDate, fromPlace, fromState} of the trip';
alter table ewaybill.consolidated_bills enable row level security;
alter table ewaybill.consolidated_bills force row level security;

create table ewaybill.consolidated_members (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  consolidated_bill_id uuid not null,
  e_way_bill_id uuid not null,
  primary key (tenant_id, id),
  constraint consolidated_members_are_named_once unique (tenant_id, consolidated_bill_id, e_way_bill_id),
  constraint consolidated_members_belong_to_a_consolidated_bill foreign key (tenant_id, consolidated_bill_id)
    references ewaybill.consolidated_bills (tenant_id, id),
  constraint consolidated_members_are_e_way_bills foreign key (tenant_id, e_way_bill_id) references ewaybill.e_way_bills (tenant_id, id)
);
create index consolidated_members_by_bill on ewaybill.consolidated_members (tenant_id, e_way_bill_id);
comment on table ewaybill.consolidated_members is 'The e-way bills under a consolidated one; written with it and never changed';
alter table ewaybill.consolidated_members enable row level security;
alter table ewaybill.consolidated_members force row level security;

create table ewaybill.vehicle_groups (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  e_way_bill_id uuid not null,
  group_no integer not null,
  total_quantity numeric(18, 3) not null constraint vehicle_groups_carry_something check (total_quantity > 0),
  unit text not null,
  movement jsonb not null,
  started_at timestamptz not null,
  primary key (tenant_id, id),
  constraint vehicle_groups_number_is_unique_a_bill unique (tenant_id, e_way_bill_id, group_no),
  constraint vehicle_groups_belong_to_an_e_way_bill foreign key (tenant_id, e_way_bill_id) references ewaybill.e_way_bills (tenant_id, id)
);
comment on table ewaybill.vehicle_groups is 'A stretch on which the goods of one bill travel in several vehicles, as the portal numbers it';
comment on column ewaybill.vehicle_groups.movement is '{mode, fromPlace, fromState, toPlace, toState, reasonCode, remarks}';
alter table ewaybill.vehicle_groups enable row level security;
alter table ewaybill.vehicle_groups force row level security;

create table ewaybill.vehicle_loads (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  vehicle_group_id uuid not null,
  vehicle_number text,
  document_number text,
  quantity numeric(18, 3) not null constraint vehicle_loads_carry_something check (quantity > 0),
  added_at timestamptz not null,
  replaced_at timestamptz,
  primary key (tenant_id, id),
  constraint vehicle_loads_belong_to_a_group foreign key (tenant_id, vehicle_group_id) references ewaybill.vehicle_groups (tenant_id, id),
  constraint vehicle_loads_name_what_carries check (vehicle_number is not null or document_number is not null)
);
create index vehicle_loads_by_group on ewaybill.vehicle_loads (tenant_id, vehicle_group_id);
comment on table ewaybill.vehicle_loads is 'How much of a bill''s goods each vehicle carries: a line is added once the portal took it, and closed when another vehicle took over';
comment on column ewaybill.vehicle_loads.replaced_at is 'When another vehicle took its load; only loads without it count';
alter table ewaybill.vehicle_loads enable row level security;
alter table ewaybill.vehicle_loads force row level security;

alter table ewaybill.changes
  alter column e_way_bill_id drop not null,
  add column received_bill_id uuid,
  add column consolidated_bill_id uuid,
  add column attempts integer not null default 0,
  add column next_attempt_at timestamptz not null default now(),
  add column lease_until timestamptz,
  add column tried_at timestamptz,
  drop constraint changes_change_is_known,
  add constraint changes_change_is_known check (change in
    ('update_vehicle', 'update_transporter', 'extend', 'cancel', 'reject', 'consolidate', 'start_multi_vehicle', 'add_vehicle', 'replace_vehicle')),
  drop constraint changes_status_is_known,
  add constraint changes_status_is_known check (status in ('planned', 'queued', 'requested', 'unknown', 'done', 'refused', 'withdrawn')),
  drop constraint changes_finished_say_when,
  add constraint changes_finished_say_when check ((status in ('done', 'refused', 'withdrawn')) = (finished_at is not null)),
  add constraint changes_concern_one_bill check (num_nonnulls(e_way_bill_id, received_bill_id, consolidated_bill_id) = 1),
  add constraint changes_belong_to_a_received_bill foreign key (tenant_id, received_bill_id) references ewaybill.received_bills (tenant_id, id),
  add constraint changes_belong_to_a_consolidated_bill foreign key (tenant_id, consolidated_bill_id) references ewaybill.consolidated_bills (tenant_id, id);
create index changes_by_received_bill on ewaybill.changes (tenant_id, received_bill_id) where received_bill_id is not null;
create index changes_by_consolidated_bill on ewaybill.changes (tenant_id, consolidated_bill_id) where consolidated_bill_id is not null;
create unique index changes_one_planned_a_bill on ewaybill.changes (tenant_id, e_way_bill_id) where status = 'planned';
create index changes_open on ewaybill.changes (tenant_id, next_attempt_at) where status in ('planned', 'requested', 'unknown');
comment on column ewaybill.changes.status is
  'planned: an extension that waits for its window; queued: behind another of the same bill; requested: to be sent; unknown: the portal may have it; done, refused, withdrawn: over';
comment on column ewaybill.changes.next_attempt_at is 'When the sweep takes it up; infinity: not by itself any more, a person has been told';
comment on column ewaybill.changes.tried_at is 'When it was last taken to the portal, which may take a while to show what it has taken';
comment on column ewaybill.changes.lease_until is 'Until then one worker has it to itself';

alter table ewaybill.e_way_bills add column unknown_since timestamptz;
comment on column ewaybill.e_way_bills.unknown_since is 'Since when the watch has seen it unknown; after 46 hours a person is told';

-- A number is the portal's, and so unique over all companies: one index for the look across tenants of audit.record_number_crossing.
create index e_way_bills_by_number on ewaybill.e_way_bills (ewb_number) where ewb_number is not null;
