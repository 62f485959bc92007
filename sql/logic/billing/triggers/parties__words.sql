-- A party is found by the words of its name from the moment it has it, and by those of its former names.
create or replace trigger words_insert after insert on billing.parties
  referencing new table as new_rows for each statement execute function billing.keep_party_words();
create or replace trigger words_update after update on billing.parties
  referencing new table as new_rows for each statement execute function billing.keep_party_words();
