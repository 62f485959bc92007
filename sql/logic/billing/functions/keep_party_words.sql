-- Why: a party is found by the words of every name it has had; they are kept once a statement, beside its name.
-- Called by: the words_ triggers of billing.parties.
create or replace function billing.keep_party_words() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into billing.party_words (tenant_id, party_id, word)
  select n.tenant_id, n.id, w.word
  from new_rows as n
  cross join lateral billing.words_of(n.name) as w
  on conflict do nothing;
  return null;
end $$;
comment on function billing.keep_party_words() is 'Trigger: the words of the names of the parties a statement made or changed';
