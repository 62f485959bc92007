-- An invoice stands for the eight financial years after its own.
create or replace trigger keep_until before delete on payout.invoices
  for each row execute function payout.refuse_early_deletion('partner_invoice', 'invoice_date');
create or replace trigger keep_until_whole before truncate on payout.invoices
  for each statement execute function payout.refuse_early_deletion('partner_invoice', 'invoice_date');
alter table payout.invoices enable always trigger keep_until;
alter table payout.invoices enable always trigger keep_until_whole;
