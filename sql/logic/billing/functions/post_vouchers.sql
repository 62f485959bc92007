-- Why: the heart. Posts n documents of one tenant in one call, the same handful of set-based statements for one and for a
-- thousand: read, resolve, tax, check (billing.compute_vouchers), number, draw up, write. A refused document takes no
-- number and stops no other. Where p_context is given the call is a transaction of its own (one round trip); else it
-- joins the transaction it is called in.
-- Called by: domain/voucher/posting_queue.ts. Takes [{document, draftId?, idempotencyKey?, requestHash?}], answers one row a
-- document by its place: posted or replayed with the document (p_brief: only {id, number, totalAmount}), or refused with its
-- errors and the status they have. follows names the work that is due now (the rows are written; a nudge is enough).
-- Locks: the books' lock, shared; the vouchers that documents stand on and the drafts they were, by id; the levels of the
-- goods they move; new parties by match_key; then counters by series and period, last.
-- Refuses: each row of core.refusals that billing.check_… and inventory.check_stock name; idempotency_key_reused.
-- Generic plans: the statements look alike for one document and a thousand, and planning them anew costs more than they do.
create or replace function billing.post_vouchers(p_docs jsonb, p_context jsonb default null, p_brief boolean default false)
returns table (ord integer, outcome text, voucher_id uuid, answer text, status integer, follows text[])
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_new jsonb := p_docs;
  v_work record;
  v_docs billing.resolved_document[];
  v_lines billing.voucher_line[];
  v_entry_inputs billing.entry_input[];
  v_links billing.voucher_link[];
  v_refusals billing.refusal[];
  v_moves inventory.stock_move[] := '{}';
  v_draft_refusals billing.refusal[] := '{}';
  v_numbers billing.taken_number[];
  v_vouchers billing.voucher[];
  v_entries ledger.ledger_entry[];
  v_direct_bills uuid[] := '{}';
  v_alone boolean;
begin
  if p_context is not null then
    perform core.enter(p_context);
  end if;
  if p_docs = '[]' then
    return;
  end if;
  -- the books are not locked between the look at the lock and the commit: ledger.lock_period
  perform pg_catalog.pg_advisory_xact_lock_shared(18, pg_catalog.hashtext(core.current_tenant()::text));

  -- a key seen before is answered from what was stored; only the rest is posted
  if jsonb_path_exists(p_docs, '$[*].idempotencyKey') then
    -- the new ones first: a key that another request stores between the two statements must not fall through both
    v_new := billing.documents_to_post(p_docs);
    return query
      select r.*, '{}'::text[]
      from billing.replay_vouchers(p_docs) as r
      where not exists (select 1 from jsonb_array_elements(v_new) as item where (item ->> 'ord')::int = r.ord);
    if v_new = '[]' then
      return;
    end if;
  end if;

  if jsonb_path_exists(v_new, '$[*].document ? (exists (@.originalVoucherId) || exists (@.lines[*].originalVoucherId) || exists (@.allocations) || exists (@.advances))') then
    perform billing.lock_originals(v_new);
  end if;
  if jsonb_path_exists(v_new, '$[*].draftId') then
    v_draft_refusals := billing.lock_drafts(v_new);
  end if;
  v_work := billing.compute_vouchers(v_new);
  v_docs := v_work.docs;
  v_lines := v_work.lines;
  v_entry_inputs := v_work.entries;
  v_links := v_work.links;
  v_refusals := v_work.refusals || v_draft_refusals;
  if v_links <> '{}' or jsonb_path_exists(v_new, '$[*].document.lines[*].itemId') then
    select s.moves, v_refusals || s.refusals into v_moves, v_refusals from inventory.take_stock(v_docs, v_lines, v_links, v_refusals, true) as s;
  end if;
  if v_refusals <> '{}' then
    return query select r.*, '{}'::text[] from billing.refused_vouchers(v_new, v_refusals) as r;
    v_docs := array(select d from unnest(v_docs) as d where not exists (select 1 from unnest(v_refusals) as r where r.ord = d.ord));
    v_lines := array(select l from unnest(v_lines) as l join unnest(v_docs) as d on d.voucher_id = l.voucher_id);
    v_links := array(select l from unnest(v_links) as l join unnest(v_docs) as d on d.voucher_id = l.voucher_id);
    if v_docs = '{}' then
      return;
    end if;
  end if;

  v_docs := billing.ensure_parties(v_docs);
  v_numbers := billing.take_numbers(v_docs);
  v_vouchers := billing.draw_up_vouchers(v_docs, v_lines, v_numbers, v_entry_inputs);
  if v_moves <> '{}' then
    v_vouchers := inventory.with_stock_cost(v_docs, v_vouchers, v_moves);
  end if;
  v_entries := billing.draw_entries(v_vouchers);
  if v_entry_inputs <> '{}' or v_links <> '{}' then
    v_entries := v_entries || billing.draw_given_entries(v_docs, v_vouchers, v_entry_inputs, v_links);
  end if;
  perform billing.write_vouchers(v_vouchers, v_lines, v_entries, v_numbers);
  if v_links <> '{}' then
    insert into billing.voucher_links select l.* from unnest(v_links) as l;
  end if;
  if v_moves <> '{}' then
    perform inventory.write_moves(v_moves);
  end if;
  if jsonb_path_exists(v_new, '$[*].draftId') then
    perform billing.drop_drafts(v_docs);
  end if;
  if jsonb_path_exists(v_new, '$[*].document.overrideLock ? (@ == true)') then
    perform ledger.record_overrides(v_docs);
  end if;
  v_alone := v_links = '{}';
  -- a setting of the company, which all of a batch have in common
  if (v_docs[1]).e_way_bill_timing = 'with_invoice' then
    v_direct_bills := ewaybill.request_with_vouchers(v_vouchers);
    v_alone := false;
  end if;
  return query select * from billing.answer_posted(v_new, v_docs, v_vouchers, v_lines, v_entries, p_brief, v_alone, v_direct_bills);
end $$;
comment on function billing.post_vouchers(jsonb, jsonb, boolean) is 'Posts a batch of documents: one row a document, posted, replayed or refused; p_context makes the call its own transaction';
