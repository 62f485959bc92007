-- Why: whose name holds a word that begins so, for every word asked for. The bounds are those of a prefix, byte by byte:
-- like would not use the index under row-level security. Called by: domain/voucher/queries.ts (search).
create or replace function billing.parties_named(p_text text) returns table (party_id uuid)
language sql stable
set search_path = ''
as $$
  select w.party_id
  from billing.words_of(p_text) as asked
  join billing.party_words as w
    on w.tenant_id = (select core.current_tenant()) and w.word ~>=~ asked.word and w.word ~<~ (asked.word || U&'\+10FFFF')
  group by w.party_id
  having count(distinct asked.word) = (select count(*) from billing.words_of(p_text))
$$;
comment on function billing.parties_named(text) is 'Parties whose name has, for each word of the text, a word that begins with it';
