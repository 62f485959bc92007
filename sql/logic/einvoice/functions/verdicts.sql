-- Why: people ask what the portal would say, of documents they have posted or are about to send from elsewhere.
-- Called by: POST /api/einvoice/validate. Takes one of the two; answers one verdict each, in the order asked: whether it
-- would be registered, and its faults. found: false where there is no such voucher; a voucher that needs no e-invoice says why.
create or replace function einvoice.verdicts(p_voucher_ids uuid[] default null, p_payloads json default null)
returns table (voucher_id uuid, found boolean, document json)
language sql stable
set search_path = ''
as $$
  with asked as (
    select w.id, w.at, v.e_invoice_applicability as applicability, v.e_invoice_reason as reason, v.company_gstin as gstin, v.id is not null as found,
           case when v.e_invoice_applicability = 'required' then einvoice.payload(v.id) end as payload
    from unnest(p_voucher_ids) with ordinality as w(id, at)
    left join billing.vouchers as v on v.tenant_id = (select core.current_tenant()) and v.id = w.id
    union all
    select null, p.at, 'required', null, null, true, p.payload from json_array_elements(p_payloads) with ordinality as p(payload, at)
  ), judged as (
    select a.*, row_number() over (order by a.at) as ordinal from asked as a where a.payload is not null
  ), faults as (
    select f.ordinal, json_agg(json_build_object('code', f.code, 'pointer', f.pointer, 'message', f.message, 'facts', f.facts)) as list
    from (select array_agg(j.payload order by j.ordinal) as payloads, array_agg(j.gstin order by j.ordinal) as gstins from judged as j) as batch
    cross join lateral einvoice.validate_payloads(batch.payloads, batch.gstins) as f
    group by f.ordinal
  )
  select a.id, a.found, json_strip_nulls(json_build_object(
    'index', a.at - 1, 'voucherId', a.id,
    'status', case when not a.found then 'not_found' when a.applicability <> 'required' then 'not_applicable' when f.list is null then 'valid' else 'refused' end,
    'reason', case when a.applicability <> 'required' then a.reason end,
    'errors', case when a.payload is not null then coalesce(f.list, '[]') end))
  from asked as a
  left join judged as j on j.at = a.at
  left join faults as f on f.ordinal = j.ordinal
  order by a.at
$$;
comment on function einvoice.verdicts(uuid[], json) is 'What the portal would say of vouchers or of payloads: valid, or refused with its codes and fields';
