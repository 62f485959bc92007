-- A printed invoice is kept until the day its row names; wherever its bytes lie, nothing removes the row before.
create or replace trigger keep_until before delete on payout.documents
  for each row execute function payout.refuse_early_deletion('partner_invoice', 'created_at');
create or replace trigger keep_until_whole before truncate on payout.documents
  for each statement execute function payout.refuse_early_deletion('partner_invoice', 'created_at');
alter table payout.documents enable always trigger keep_until;
alter table payout.documents enable always trigger keep_until_whole;
create or replace trigger keep_until_later before update of keep_until on payout.documents
  for each row execute function payout.refuse_early_deletion('partner_invoice', 'created_at');
alter table payout.documents enable always trigger keep_until_later;
