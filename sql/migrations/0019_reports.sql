-- What is read over the books: reports stand on the other schemas' tables and hold no rows of their own, but for the
-- natures of document that table 13 of GSTR-1 names.
create schema reports;
comment on schema reports is 'Reports and returns: views and functions over the books, nothing stored';

create table reports.document_natures (
  nature integer not null primary key constraint document_natures_are_those_of_table_13 check (nature between 1 and 12),
  title text not null,
  notification text not null
);
comment on table reports.document_natures is 'Natures of document in table 13 of GSTR-1, as the portal numbers them';
