-- Why: above which consignment value a movement needs an e-way bill. First what lowers the limit as soon as one of the goods
-- is of it, then what relieves where all of them are, then the State's own limit within it and the general one elsewhere
-- (gst.e_way_bill_exceptions, gst.e_way_bill_limits; rule 138(1) and (14)). value_above is null where none is needed at all.
-- Called by: ewaybill.applicability.
create or replace function ewaybill.value_limit(
  p_date date, p_from_state text, p_to_state text, p_hsn text[], p_purpose text, p_company_gstin text, p_city text)
returns table (value_above numeric, goods text, notification text)
language sql stable parallel safe
begin atomic
  select r.value_above, r.goods, r.notification
  from (
    select x.value_above, x.goods, x.notification, case when x.lowers then 1 else 2 end as turn
    from gst.e_way_bill_exceptions as x
    where x.state_code in ('00', case when p_from_state = p_to_state then p_from_state end)
      and x.valid_from <= p_date and coalesce(x.valid_to >= p_date, true)
      and coalesce(p_purpose = any (x.purposes), x.purposes is null)
      and case
            when x.hsn_prefixes is null then true
            when x.lowers then exists (select from unnest(p_hsn) as h where h ^@ any (x.hsn_prefixes))
            else not exists (select from unnest(p_hsn) as h where not h ^@ any (x.hsn_prefixes))
          end
      and (not x.is_within_city or exists (
        select from core.company_gstins as g
        where g.tenant_id = (select core.current_tenant()) and g.gstin = p_company_gstin and lower(trim(g.city)) = lower(trim(p_city))))
    union all
    select l.value_above, null, l.notification, 3 from gst.e_way_bill_limit(p_date, p_from_state, p_to_state) as l
  ) as r
  order by r.turn, case when r.turn = 1 then r.value_above end, r.value_above desc nulls first
  limit 1;
end;
comment on function ewaybill.value_limit(date, text, text, text[], text, text, text) is 'The consignment value above which an e-way bill is needed, what goods it is about where not all, and its notification';
