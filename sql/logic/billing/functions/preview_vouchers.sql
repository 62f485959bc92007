-- Why: what posting would make of the documents, through the same computation, with nothing stored and no number taken.
-- Answers one row a document: computed with the document, or refused with its errors.
create or replace function billing.preview_vouchers(p_docs jsonb)
returns table (ord integer, outcome text, answer text, status integer)
language plpgsql
set search_path = ''
as $$
declare
  v_work record := billing.compute_vouchers(p_docs);
begin
  return query
    select d.ord, case when said.errors is null then 'computed' else 'refused' end,
           coalesce(said.errors::text, r.document::text), coalesce(said.status, 200)
    from unnest(v_work.docs) as d
    cross join lateral billing.refusals_json(v_work.refusals, d.ord) as said
    left join billing.render_vouchers(v_work.vouchers, v_work.lines, array(select e from billing.draw_entries(v_work.vouchers) as e)) as r
      on r.voucher_id = d.voucher_id;
end $$;
comment on function billing.preview_vouchers(jsonb) is 'A batch computed as posting would, nothing stored';
