-- Why: whose name holds, for every word asked for, a word that begins so. The word that fewest have leads; the others are
-- looked up party by party. The bounds are those of a prefix, byte by byte, worked out beforehand: neither like nor a bound
-- put together in the comparison would use the index under row-level security. Called by: domain/voucher/search.ts.
create or replace function billing.parties_named(p_text text) returns table (party_id uuid)
language sql stable
begin atomic
  with asked as (
    select w.word as from_word, w.word || U&'\+10FFFF' as to_word from billing.words_of(p_text) as w offset 0
  ), placed as materialized (
    select asked.from_word, asked.to_word, row_number() over (order by known.count, asked.from_word) as place
    from asked
    cross join lateral (
      select count(*) as count
      from (select from billing.party_words as w
            where w.tenant_id = (select core.current_tenant()) and w.word ~>=~ asked.from_word and w.word ~<~ asked.to_word
            limit 500) as held) as known
  )
  select distinct w.party_id
  from billing.party_words as w
  where w.tenant_id = (select core.current_tenant())
    and w.word ~>=~ (select from_word from placed where place = 1) and w.word ~<~ (select to_word from placed where place = 1)
    and not exists (
      select from placed as other
      where other.place > 1
        and not exists (
          select from billing.party_words as held
          where held.tenant_id = w.tenant_id and held.party_id = w.party_id
            and held.word ~>=~ other.from_word and held.word ~<~ other.to_word));
end;
comment on function billing.parties_named(text) is 'Parties whose name has, for each word of the text, a word that begins with it';
