-- E-invoices in full: e-way bills made through the invoice portal, cancelling both, refusals that pass, what the portal has
-- forgotten, adoption by hand.
alter table ewaybill.e_way_bills
  add column road text not null default 'direct' constraint e_way_bills_road_is_known check (road in ('direct', 'with_irn', 'by_irn'));
comment on column ewaybill.e_way_bills.road is 'direct: asked of the e-way bill portal; with_irn: sent in the same call as its invoice; by_irn: asked of the invoice portal for a registered invoice';

alter table einvoice.e_invoices
  add column sent_at timestamptz,
  add column held_at timestamptz,
  add column refused_by text constraint e_invoices_refused_by_is_known check (refused_by in ('validator', 'portal', 'registration')),
  add column refused_payload text,
  add column repeats integer not null default 0;
comment on column einvoice.e_invoices.sent_at is 'When it was last taken to be sent: the portal answers questions about it for two days from then';
comment on column einvoice.e_invoices.held_at is 'Since when it waits for a person and is not asked about by itself any more; null: it is';
comment on column einvoice.e_invoices.refused_by is 'Who refused a failed one: our own validator before it was sent, the portal, or there was no way to the portal';
comment on column einvoice.e_invoices.refused_payload is 'einvoice.document_hash of what the portal refused: the same is not sent again by itself';
comment on column einvoice.e_invoices.repeats is 'How often a refusal of the passing kind was tried again by itself';
-- What a list by status would look for among a million; a row that waits or stands is not in it, so posting writes nothing.
create index e_invoices_ended on einvoice.e_invoices (tenant_id, status, id) where status in ('cancelled', 'withdrawn');

alter table einvoice.cancellations
  add column step text not null default 'irn' constraint cancellations_step_is_known check (step in ('e_way_bill', 'irn')),
  add column change_id uuid,
  add constraint cancellations_change_is_the_bills foreign key (tenant_id, change_id) references ewaybill.changes (tenant_id, id);
create index cancellations_by_change on einvoice.cancellations (tenant_id, change_id);
comment on column einvoice.cancellations.step is 'What is asked of the portals now, or was when it was refused: first the e-way bill goes, then the IRN';
comment on column einvoice.cancellations.change_id is 'The cancellation of the e-way bill that goes first; null: there was none to cancel';

create table einvoice.adoptions (
  tenant_id uuid not null,
  id uuid not null default core.uuid_v7(),
  e_invoice_id uuid not null,
  signed_invoice text not null,
  signed_qr_code text not null,
  status text not null default 'requested' constraint adoptions_status_is_known check (status in ('requested', 'adopted', 'refused')),
  error_code text,
  error_message text,
  requested_by uuid,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint adoptions_belong_to_an_e_invoice foreign key (tenant_id, e_invoice_id) references einvoice.e_invoices (tenant_id, id),
  constraint adoptions_finished_say_when check ((status <> 'requested') = (finished_at is not null))
);
create index adoptions_by_e_invoice on einvoice.adoptions (tenant_id, e_invoice_id, requested_at);
create unique index adoptions_one_open_an_e_invoice on einvoice.adoptions (tenant_id, e_invoice_id) where status = 'requested';
comment on table einvoice.adoptions is 'What the portal signed and no longer tells, brought by a person from the GST portal: believed once signature and fields agree';
alter table einvoice.adoptions enable row level security;
alter table einvoice.adoptions force row level security;

create table einvoice.passing_refusals (
  code text not null primary key,
  repeats integer not null constraint passing_refusals_are_repeated check (repeats > 0),
  reason text not null
);
comment on table einvoice.passing_refusals is 'Refusals of the portal whose reason may go by itself, and how often they are tried again';
