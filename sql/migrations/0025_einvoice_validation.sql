-- What the invoice portal takes, as rows: the validator judges a document by them before it is sent. Rows: sql/reference/einvoice.*.csv.
create table einvoice.portal_errors (
  code text not null primary key,
  message text not null
);
comment on table einvoice.portal_errors is 'The portal''s error codes with their sentences; {0}, {n} and {party} are filled with what is meant';

create table einvoice.payload_fields (
  path text not null primary key,
  parent text not null,
  name text not null,
  kind text not null constraint payload_fields_kind_is_of_json check (kind in ('object', 'array', 'string', 'number')),
  required boolean not null,
  min_length integer,
  max_length integer,
  pattern text,
  allowed text[],
  minimum numeric,
  maximum numeric,
  min_items integer,
  max_items integer,
  constraint payload_fields_are_named_once unique (parent, name)
);
comment on table einvoice.payload_fields is 'FORM GST INV-01, version 1.1, a field a row: what the portal''s schema wants of it';
comment on column einvoice.payload_fields.path is 'JSON pointer of the field, * for any entry of a list';
comment on column einvoice.payload_fields.parent is 'path of the object or list it stands in; / is the document';
comment on column einvoice.payload_fields.pattern is 'Regular expression, read alike by PostgreSQL and by the portal';

create table einvoice.pin_ranges (
  state_code text not null,
  first_three integer not null,
  last_three integer not null constraint pin_ranges_run_forward check (last_three >= first_three),
  primary key (state_code, first_three)
);
comment on table einvoice.pin_ranges is 'Which first three digits of a PIN code lie in which State, as the portal''s master has them';

create table einvoice.reporting_limits (
  valid_from date not null primary key,
  turnover_from numeric(18, 2) not null,
  days integer not null,
  notification text not null
);
comment on table einvoice.reporting_limits is 'Within how many days of its date a document must be registered, by aggregate turnover (rupees, from and above)';
