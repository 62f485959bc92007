-- Why: a proforma or a challan becomes a sale by being posted like any other document that stands on an earlier one: this
-- writes that document. What the trunk inherits (party, place, lines, currency) is left unsaid; what it does not (words,
-- transport, letter of undertaking, reverse charge) is copied. A line asked for without a quantity is what is left of it.
-- Without a type it becomes what a sale of its content is (billing.kind_of_sale).
-- Called by: POST /api/vouchers/{id}/convert. Answers the document for billing.post_vouchers; null where there is no such
-- voucher. Refuses: not_convertible, original_line_unknown, already_converted.
create or replace function billing.conversion_of(p_id uuid, p_asked jsonb) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
  v_voucher billing.vouchers;
  v_lines jsonb;
  v_wrong record;
begin
  select * into v_voucher from billing.vouchers as v where v.tenant_id = core.current_tenant() and v.id = p_id;
  if not found then
    return null;
  elsif v_voucher.voucher_type not in ('proforma_invoice', 'delivery_challan')
    or exists (select from billing.voucher_links as k where k.tenant_id = v_voucher.tenant_id and k.voucher_id = p_id) then
    perform core.refuse('not_convertible', null, jsonb_build_object('number', v_voucher.number, 'voucherType', v_voucher.voucher_type));
  end if;
  select l.n - 1 as place, (l.asked ->> 'lineNo')::int as line_no, rest.voucher_id is null as unknown into v_wrong
  from jsonb_array_elements(p_asked -> 'lines') with ordinality as l(asked, n)
  left join billing.left_of_lines(array[p_id]) as rest on rest.line_no = (l.asked ->> 'lineNo')::int
  where rest.quantity <= 0 or rest.voucher_id is null
  order by l.n
  limit 1;
  if v_wrong.unknown then
    perform core.refuse('original_line_unknown', '/lines/' || v_wrong.place || '/lineNo', jsonb_build_object('originalVoucherId', p_id));
  elsif v_wrong.place is not null then
    perform core.refuse('already_converted', '/lines/' || v_wrong.place,
      jsonb_build_object('number', v_voucher.number, 'lineNo', v_wrong.line_no, 'left', 0));
  end if;
  select jsonb_agg(l.asked - 'lineNo' || jsonb_build_object('originalLineNo', l.asked -> 'lineNo',
           'quantity', coalesce(l.asked -> 'quantity', to_jsonb(trim_scale(rest.quantity)))) order by l.n)
    into v_lines
  from jsonb_array_elements(p_asked -> 'lines') with ordinality as l(asked, n)
  left join billing.left_of_lines(array[p_id]) as rest on rest.line_no = (l.asked ->> 'lineNo')::int;
  return jsonb_strip_nulls(jsonb_build_object(
      'type', 'sale', 'date', core.today(), 'originalVoucherId', p_id, 'narration', v_voucher.narration,
      'reverseCharge', nullif(v_voucher.reverse_charge, false), 'withLut', nullif(v_voucher.supply_category in ('SEZWOP', 'EXPWOP'), false)))
    || coalesce((select jsonb_object_agg(kept.key, kept.value) from jsonb_each(v_voucher.particulars) as kept
                 where kept.key in ('shipTo', 'dispatchFrom', 'transport', 'deemedExport')), '{}')
    || (p_asked - 'lines') || case when v_lines is null then '{}' else jsonb_build_object('lines', v_lines) end;
end $$;
comment on function billing.conversion_of(uuid, jsonb) is 'The sales document that a proforma or challan becomes, for posting';
