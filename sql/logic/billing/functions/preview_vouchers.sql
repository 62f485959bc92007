-- Why: what posting would make of the documents, through the same computation, with nothing stored and no number taken.
-- Answers one row a document: computed with the document, or refused with its errors.
create or replace function billing.preview_vouchers(p_docs jsonb)
returns table (ord integer, outcome text, answer text, status integer)
language plpgsql
set search_path = ''
as $$
declare
  v_work record := billing.compute_vouchers(p_docs);
  v_vouchers billing.voucher[];
  v_entries ledger.ledger_entry[];
begin
  if v_work.refusals <> '{}' then
    return query select r.ord, r.outcome, r.answer, r.status from billing.refused_vouchers(p_docs, v_work.refusals) as r;
  end if;
  v_vouchers := billing.draw_up_vouchers(v_work.docs, v_work.lines, '{}', v_work.entries);
  v_entries := billing.draw_entries(v_vouchers);
  if v_work.entries <> '{}' or v_work.links <> '{}' then
    v_entries := v_entries || billing.draw_given_entries(v_work.docs, v_vouchers, v_work.entries, v_work.links);
  end if;
  return query
    select d.ord, 'computed', r.document::text, 200
    from billing.render_vouchers(v_vouchers, v_work.lines, v_entries) as r
    join unnest(v_work.docs) as d on d.voucher_id = r.voucher_id
    where not exists (select 1 from unnest(v_work.refusals) as f where f.ord = d.ord);
end $$;
comment on function billing.preview_vouchers(jsonb) is 'A batch computed as posting would, nothing stored';
