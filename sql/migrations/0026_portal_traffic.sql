-- How calls to portals are paced: which providers a GSTIN goes to, which of them are resting, how many calls it may make.
alter table einvoice.registrations add column provider text;
comment on column einvoice.registrations.provider is 'The one provider it goes to; null: whichever of its environment answers';
alter table ewaybill.registrations add column provider text;
comment on column ewaybill.registrations.provider is 'The one provider it goes to; null: whichever of its environment answers';

alter table einvoice.e_invoices add column provider text;
comment on column einvoice.e_invoices.provider is 'Where it was last sent: an unknown one is asked for there and nowhere else';
alter table ewaybill.e_way_bills add column provider text;
comment on column ewaybill.e_way_bills.provider is 'Where it was last sent: an unknown one is asked for there and nowhere else';
alter table einvoice.irn_details add column provider text;
comment on column einvoice.irn_details.provider is 'Who registered it, and so who cancels it; null: there was but one';

-- What is open, by GSTIN and age: the oldest of each goes first.
create index e_invoices_open_by_gstin on einvoice.e_invoices (tenant_id, gstin, id) where status in ('pending', 'sending', 'unknown');
create index e_way_bills_open_by_gstin on ewaybill.e_way_bills (tenant_id, gstin, id) where status in ('pending', 'sending', 'unknown');

alter table ops.api_calls
  add column environment text,
  add column provider text,
  add column gstin text;
comment on column ops.api_calls.provider is 'Which of the providers of the environment; a host of the registration''s own stands as its address';

create table ops.breakers (
  portal text not null constraint breakers_portal_is_known check (portal in ('irp', 'ewb')),
  environment text not null,
  provider text not null,
  state text not null default 'closed' constraint breakers_state_is_known check (state in ('closed', 'open', 'half_open')),
  failures integer not null default 0,
  failing_since timestamptz,
  opened_at timestamptz,
  times_opened integer not null default 0,
  retry_at timestamptz,
  last_error text,
  updated_at timestamptz not null default now(),
  primary key (portal, environment, provider),
  constraint breakers_closed_wait_for_nothing check ((state = 'closed') = (retry_at is null))
) with (fillfactor = 50);
comment on table ops.breakers is 'Providers of portals that fail: while one is open nobody calls it, whatever the company. Written when a call fails and when the state changes';
comment on column ops.breakers.state is 'open: nobody calls; half_open: one call is on its way to see whether it answers again';
comment on column ops.breakers.failures is 'Failures of the portal''s own since it last answered, or within half a minute';
comment on column ops.breakers.opened_at is 'Since when it has not answered';
comment on column ops.breakers.times_opened is 'Openings since it last answered; each rests longer, up to five minutes';
comment on column ops.breakers.retry_at is 'When one call may try; for half_open: when another may, should the first never tell';
comment on column ops.breakers.updated_at is 'One that lies ahead is of a clock that was set back: such a breaker counts as closed';

-- Unlogged, as core.rate_windows: a crash forgives some calls, and counting must not cost WAL.
create unlogged table ops.call_budgets (
  tenant_id uuid not null,
  portal text not null,
  gstin text not null,
  tokens numeric not null,
  refilled_at timestamptz not null,
  not_before timestamptz,
  asked_at timestamptz,
  primary key (tenant_id, portal, gstin),
  constraint call_budgets_pauses_were_asked_for check ((not_before is null) = (asked_at is null))
) with (fillfactor = 50);
comment on table ops.call_budgets is 'How many calls a GSTIN may make at a portal: a bucket that fills with time';
comment on column ops.call_budgets.tokens is 'As of refilled_at; below zero: calls more than were reckoned with, paid back by waiting';
comment on column ops.call_budgets.not_before is 'The portal asked for fewer calls, and named this moment';
comment on column ops.call_budgets.asked_at is 'When it did; one that does not lie behind is of a clock that was set back, and holds nobody';
alter table ops.call_budgets enable row level security;
alter table ops.call_budgets force row level security;
