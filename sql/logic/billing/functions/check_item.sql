-- Why: what must hold of an item by itself, raised at the first fault.
create or replace function billing.check_item(p_item billing.items) returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if (p_item).hsn !~ '^([0-9]{4}|[0-9]{6}|[0-9]{8})$' then
    perform core.refuse('hsn_malformed', '/hsn', jsonb_build_object('hsn', (p_item).hsn));
  elsif not exists (select 1 from gst.units where code = (p_item).unit) then
    perform core.refuse('unit_unknown', '/unit', jsonb_build_object('unit', (p_item).unit));
  elsif (p_item).taxability <> 'taxable' and ((p_item).gst_rate > 0 or (p_item).cess_rate > 0) then
    perform core.refuse('rate_on_untaxed_line', '/gstRate', jsonb_build_object('taxability', (p_item).taxability));
  elsif (p_item).taxability = 'taxable' and not gst.rate_in_force((p_item).gst_rate, (p_item).hsn, core.today()) then
    perform core.refuse('gst_rate_not_in_force', '/gstRate',
      jsonb_build_object('gstRate', trim_scale((p_item).gst_rate), 'hsn', (p_item).hsn, 'date', core.today()));
  end if;
end $$;
comment on function billing.check_item(billing.items) is 'Raises the first fault of an item: HSN, unit, rate';
