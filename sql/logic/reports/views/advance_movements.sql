-- Advances on which tax was paid, as they come and go: received with a receipt voucher, used up by an invoice (a link
-- "applies"), paid back with a refund voucher; by the rate of the advance. What is used up of an advance of several rates
-- is each rate's share of it, to the paisa. advance_date is the day it was received: what comes and goes within a return
-- period is in neither half of table 11.
create or replace view reports.advance_movements with (security_invoker = true) as
select v.tenant_id, v.company_gstin, 'received' as movement, v.id as voucher_id, v.voucher_date as movement_date, v.voucher_date as advance_date,
  v.place_of_supply, v.supply_type, l.gst_rate, l.taxable_amount, l.igst_amount, l.cgst_amount, l.sgst_amount, l.cess_amount
from billing.voucher_kinds as kind
join billing.vouchers as v on v.voucher_type = kind.voucher_type and v.status = 'posted'
join billing.voucher_lines as l on l.tenant_id = v.tenant_id and l.voucher_id = v.id
where kind.is_advance and not exists (
  select from billing.voucher_kind_originals as o where o.voucher_type = kind.voucher_type and o.relation = 'adjusts')
union all
select v.tenant_id, v.company_gstin, case k.relation when 'applies' then 'applied' else 'refunded' end, v.id, v.voucher_date, advance.voucher_date,
  advance.place_of_supply, advance.supply_type, part.gst_rate, billing.share_of(k.taxable_amount, part.taxable_so_far, part.taxable, part.taxable_whole),
  billing.share_of(k.igst_amount, part.igst_so_far, part.igst, part.igst_whole), billing.share_of(k.cgst_amount, part.cgst_so_far, part.cgst, part.cgst_whole),
  billing.share_of(k.sgst_amount, part.sgst_so_far, part.sgst, part.sgst_whole), billing.share_of(k.cess_amount, part.cess_so_far, part.cess, part.cess_whole)
from billing.voucher_links as k
join billing.vouchers as v on v.tenant_id = k.tenant_id and v.id = k.voucher_id and v.status = 'posted'
join billing.vouchers as advance on advance.tenant_id = k.tenant_id and advance.id = k.original_id
join billing.voucher_kinds as kind on kind.voucher_type = advance.voucher_type and kind.is_advance
cross join lateral (
  select l.gst_rate, l.taxable_amount as taxable, l.igst_amount as igst, l.cgst_amount as cgst, l.sgst_amount as sgst, l.cess_amount as cess,
         sum(l.taxable_amount) over so_far as taxable_so_far, sum(l.igst_amount) over so_far as igst_so_far, sum(l.cgst_amount) over so_far as cgst_so_far,
         sum(l.sgst_amount) over so_far as sgst_so_far, sum(l.cess_amount) over so_far as cess_so_far,
         sum(l.taxable_amount) over () as taxable_whole, sum(l.igst_amount) over () as igst_whole, sum(l.cgst_amount) over () as cgst_whole,
         sum(l.sgst_amount) over () as sgst_whole, sum(l.cess_amount) over () as cess_whole
  from billing.voucher_lines as l
  where l.tenant_id = k.tenant_id and l.voucher_id = k.original_id and (l.line_no = k.original_line_no or k.original_line_no is null)
  window so_far as (order by l.line_no)
) as part
where k.relation in ('applies', 'adjusts');
comment on view reports.advance_movements is 'Taxed advances received, used up and paid back, by rate';
