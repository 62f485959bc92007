-- Why: says whether a document must be registered with the IRP and for what reason, in words a person can check.
-- Called by: billing.draw_up_vouchers. Source: gst.e_invoice_limits and rule 48(4).
create or replace function einvoice.applicability(
  p_date date, p_turnover numeric, p_exempt boolean, p_category text, p_document_code text, p_has_taxable boolean)
returns table (applicability text, reason text)
language sql stable parallel safe
begin atomic
  select case when why is null then 'required' else 'not_applicable' end,
         coalesce(why, 'aggregate turnover exceeds ' || trim_scale(limits.turnover_above) || ' (' || limits.notification || ')')
  from (select 1) as one
  left join lateral gst.e_invoice_limit(p_date) as limits on true
  cross join lateral (
    select case
      when p_document_code is null then 'this kind of document is not registered'
      when p_category = 'B2C' then 'the recipient is not registered under GST'
      when p_exempt then 'the company is exempt from e-invoicing'
      when limits.turnover_above is null then 'e-invoicing had not begun on this date'
      when p_turnover <= limits.turnover_above then 'aggregate turnover does not exceed ' || trim_scale(limits.turnover_above)
      when not p_has_taxable then 'nothing on the document is taxable'
    end as why
    offset 0
  ) as verdict;
end;
comment on function einvoice.applicability(date, numeric, boolean, text, text, boolean) is 'required or not_applicable, with the reason; turnover in rupees';
