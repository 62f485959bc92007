-- The sandbox portals in full: one register of e-way bills under both portals, two invoice portals over one register of
-- documents, what moves on several vehicles or one trip sheet, and what a tester may set.

-- What a tester may set of the world: how long one portal does not know what the other registered, how long may be asked.
create table sandbox.settings (
  name text not null primary key,
  value numeric not null constraint settings_are_not_negative check (value >= 0)
);
comment on table sandbox.settings is 'What differs from the portals'' usual ways: see sandbox.setting for names and usual values';

alter table sandbox.irp_invoices
  add column provider text not null default 'irp1',
  add column visible_from timestamptz,
  add column rejected_on date;
comment on column sandbox.irp_invoices.provider is 'Which portal registered it: irp1 and irp2 are played here and share the register; any other name is an IRP elsewhere';
comment on column sandbox.irp_invoices.visible_from is 'Until then no question finds it: it was registered, and is not yet copied to where questions are answered';
comment on column sandbox.irp_invoices.rejected_on is 'The day the common register refused it, as another IRP had been first';

-- Each portal keeps sessions of its own.
alter table sandbox.irp_tokens add column provider text not null default 'irp1';
alter table sandbox.irp_tokens drop constraint irp_tokens_pkey;
alter table sandbox.irp_tokens add primary key (provider, gstin, username);
comment on column sandbox.irp_tokens.provider is 'Which of the two invoice portals gave it';

-- One register of bills, whichever portal made them.
alter table sandbox.ewb_bills
  add column irn text constraint ewb_bills_by_irn_have_an_invoice references sandbox.irp_invoices (irn),
  add column financial_year text,
  add column transporter_assigned_at timestamptz,
  add column verified_at timestamptz,
  add column closed_on date,
  add column close_remarks text,
  add column visible_from timestamptz;
drop index sandbox.ewb_bills_one_a_document;
create unique index ewb_bills_one_a_document on sandbox.ewb_bills (from_gstin, financial_year, document_type, upper(document_no)) where status = 'ACT';
create unique index ewb_bills_one_alive_an_irn on sandbox.ewb_bills (irn) where status = 'ACT' and irn is not null;
create index ewb_bills_by_irn on sandbox.ewb_bills (irn);
create index ewb_bills_by_generator on sandbox.ewb_bills (gstin, generated_at);
create index ewb_bills_by_transporter on sandbox.ewb_bills (transporter_id, transporter_assigned_at);
comment on column sandbox.ewb_bills.irn is 'The registered document it was made for; null where it was made at the e-way bill portal itself';
comment on column sandbox.ewb_bills.closed_at is 'When it was cancelled or rejected';
comment on column sandbox.ewb_bills.closed_on is 'The day the goods arrived, where its maker closed it';
comment on column sandbox.ewb_bills.visible_from is 'Until then no question finds it';
comment on column sandbox.ewb_bills.verified_at is 'When an officer saw it on the road: from then on it is not cancelled';

-- Distances the portal knows, where a test wants other ones than sandbox.ewb_distance makes up.
create table sandbox.pin_distances (
  from_pin integer not null,
  to_pin integer not null,
  km integer constraint pin_distances_are_positive check (km > 0),
  primary key (from_pin, to_pin)
);
comment on table sandbox.pin_distances is 'Distances between PIN codes; a distance told by a client must then be within a tenth of it';
comment on column sandbox.pin_distances.km is 'Null: the portal does not know it';

create table sandbox.ewb_trip_sheets (
  number bigint generated always as identity (start with 1610000001) primary key,
  gstin text not null,
  entered_at timestamptz not null,
  request jsonb not null
);
comment on table sandbox.ewb_trip_sheets is 'Consolidated e-way bills: several bills on one vehicle';

create table sandbox.ewb_trip_sheet_bills (
  number bigint not null references sandbox.ewb_trip_sheets,
  ewb_no bigint not null references sandbox.ewb_bills,
  primary key (number, ewb_no)
);
create index ewb_trip_sheet_bills_by_bill on sandbox.ewb_trip_sheet_bills (ewb_no);
comment on table sandbox.ewb_trip_sheet_bills is 'Which bills travel on a consolidated one';

create table sandbox.ewb_movements (
  ewb_no bigint not null references sandbox.ewb_bills,
  group_no integer not null,
  gstin text not null,
  total_quantity numeric(14,3) not null,
  unit text not null,
  entered_at timestamptz not null,
  request jsonb not null,
  primary key (ewb_no, group_no)
);
comment on table sandbox.ewb_movements is 'Goods of one bill that go on by several vehicles from one place to another';

create table sandbox.ewb_movement_vehicles (
  ewb_no bigint not null,
  group_no integer not null,
  entry_no integer not null,
  vehicle_no text not null,
  document_no text not null,
  quantity numeric(14,3) not null,
  primary key (ewb_no, group_no, entry_no),
  constraint ewb_movement_vehicles_belong_to_a_movement foreign key (ewb_no, group_no) references sandbox.ewb_movements
);
comment on table sandbox.ewb_movement_vehicles is 'The vehicles of a movement and what each carries';

create table sandbox.calls (
  portal text not null,
  gstin text not null,
  minute timestamptz not null,
  calls integer not null,
  primary key (portal, gstin, minute)
);
comment on table sandbox.calls is 'Calls of a taxpayer a minute, counted where callsPerMinute is set';
