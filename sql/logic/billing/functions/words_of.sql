-- Why: a name is found by the beginnings of its words; the words of a name and of what is searched for are cut here alike.
-- Called by: billing.keep_party_words, billing.parties_named.
create or replace function billing.words_of(p_text text) returns table (word text)
language sql immutable
begin atomic
  select distinct w.word from regexp_split_to_table(lower(p_text), '[[:space:][:punct:]]+') as w(word) where w.word <> '';
end;
comment on function billing.words_of(text) is 'The words of a text in lower case, each once, without punctuation';
