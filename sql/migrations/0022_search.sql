-- drops logic
-- How vouchers are found by number, amount and name. Under row-level security an index is used only through operators that
-- cannot leak: equality and order of text, whole numbers, days and keys; neither like nor a comparison of numeric is one.
alter type billing.voucher add attribute total_paise bigint cascade;
update billing.vouchers set total_paise = total_amount * 100;
alter table billing.vouchers alter column total_paise set not null;
comment on column billing.vouchers.total_paise is 'total_amount in paise, a whole number, so that an amount is found by its index';
create index vouchers_by_number on billing.vouchers (tenant_id, number text_pattern_ops);
create index vouchers_by_amount on billing.vouchers (tenant_id, total_paise, voucher_date desc, id desc);
-- A party has a handful of vouchers or a tenth of all: taken for many, they are read in order until a page is full.
alter table billing.vouchers alter column party_id set (n_distinct = 100);

create table billing.party_words (
  tenant_id uuid not null,
  party_id uuid not null,
  word text not null,
  primary key (tenant_id, party_id, word),
  constraint party_words_belong_to_a_party foreign key (tenant_id, party_id) references billing.parties (tenant_id, id)
);
create index party_words_by_word on billing.party_words (tenant_id, word text_pattern_ops, party_id);
comment on table billing.party_words is 'The words of every name a party has had, in lower case (billing.words_of): what a search by name reads; kept by triggers of billing.parties';
alter table billing.party_words enable row level security;
alter table billing.party_words force row level security;
insert into billing.party_words (tenant_id, party_id, word)
select distinct p.tenant_id, p.id, w.word
from billing.parties as p
cross join lateral regexp_split_to_table(lower(p.name), '[[:space:][:punct:]]+') as w(word)
where w.word <> '';
