-- Why: the row of the law that says above which turnover e-invoicing is due on a day (gst.e_invoice_limits); none: never.
create or replace function gst.e_invoice_limit(p_date date) returns setof gst.e_invoice_limits
language sql stable parallel safe
begin atomic
  select l.* from gst.e_invoice_limits as l where l.valid_from <= p_date order by l.valid_from desc limit 1;
end;
comment on function gst.e_invoice_limit(date) is 'The turnover limit of e-invoicing on a day';
