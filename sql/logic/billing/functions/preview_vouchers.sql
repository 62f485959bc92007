-- Why: what posting would make of the documents, through the same computation, with nothing stored and no number taken.
-- Answers one row a document: computed with the document, or refused with its errors. p_explain puts what stands behind
-- each figure beside it, as member explain. Generic plans, as in billing.post_vouchers.
create or replace function billing.preview_vouchers(p_docs jsonb, p_explain boolean default false)
returns table (ord integer, outcome text, answer text, status integer)
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_work record := billing.compute_vouchers(p_docs);
  v_refusals billing.refusal[] := v_work.refusals;
  v_moves inventory.stock_move[] := '{}';
  v_vouchers billing.voucher[];
  v_entries ledger.ledger_entry[];
begin
  if v_work.links <> '{}' or jsonb_path_exists(p_docs, '$[*].document.lines[*].itemId') then
    select s.moves, v_refusals || s.refusals into v_moves, v_refusals from inventory.take_stock(v_work.docs, v_work.lines, v_work.links, v_refusals, false) as s;
  end if;
  if v_refusals <> '{}' then
    return query select r.ord, r.outcome, r.answer, r.status from billing.refused_vouchers(p_docs, v_refusals) as r;
  end if;
  v_vouchers := billing.draw_up_vouchers(v_work.docs, v_work.lines, '{}', v_work.entries);
  if v_moves <> '{}' then
    v_vouchers := inventory.with_stock_cost(v_work.docs, v_vouchers, v_moves);
  end if;
  v_entries := billing.draw_entries(v_vouchers);
  if v_work.entries <> '{}' or v_work.links <> '{}' then
    v_entries := v_entries || billing.draw_given_entries(v_work.docs, v_vouchers, v_work.entries, v_work.links);
  end if;
  return query
    select d.ord, 'computed', case when p_explain then left(r.document::text, -1) || ',"explain":' || why.figures || '}' else r.document::text end, 200
    from billing.render_vouchers(v_vouchers, v_work.lines, v_entries) as r
    join unnest(v_work.docs) as d on d.voucher_id = r.voucher_id
    left join lateral (select * from billing.explain_vouchers(v_vouchers, v_work.lines, v_entries, v_work.links) where p_explain offset 0) as why on why.voucher_id = r.voucher_id
    where not exists (select 1 from unnest(v_refusals) as f where f.ord = d.ord);
end $$;
comment on function billing.preview_vouchers(jsonb, boolean) is 'A batch computed as posting would, nothing stored';
