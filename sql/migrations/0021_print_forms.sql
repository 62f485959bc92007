-- What tells one printed document from another: its words and its copies, a row a kind.
create table billing.print_forms (
  voucher_type text not null primary key references billing.voucher_kinds (voucher_type),
  template text not null constraint print_forms_template_is_known check (template in ('supply', 'challan', 'entries')),
  number_label text not null,
  party_label text,
  second_label text,
  shows_tax boolean not null,
  statement text,
  copies_of_goods text[],
  copies_of_services text[]
);
comment on table billing.print_forms is 'The words on the print of each voucher kind; its title stands in voucher_kinds';
comment on column billing.print_forms.template is 'Template of domain/print it is set in';
comment on column billing.print_forms.party_label is 'Above the other party; null: it has none';
comment on column billing.print_forms.second_label is 'Above the second address, the party''s own or, on an inward document, ours; null: only one that was given is printed';
comment on column billing.print_forms.shows_tax is 'Whether it has columns of tax';
comment on column billing.print_forms.statement is 'What the document says of itself below its title';
comment on column billing.print_forms.copies_of_goods is 'Labels of its copies when it holds goods (rules 48 and 55); null: it has none';
comment on column billing.print_forms.copies_of_services is 'Labels of its copies when it holds services alone; null: it has none';
comment on column gst.endorsements.supply_category is 'Supply category, or the occasion, that puts the words on a document';
