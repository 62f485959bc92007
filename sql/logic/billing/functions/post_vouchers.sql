-- Why: the heart. Posts n documents of one tenant in one call, the same handful of set-based statements for one and for a
-- thousand: read, resolve, tax, check (billing.compute_vouchers), number, write. A refused document takes no number and
-- stops no other. Where p_context is given the call is a transaction of its own (one round trip); else it joins the
-- transaction it is called in.
-- Called by: domain/voucher/posting_queue.ts. Takes [{document, idempotencyKey?, requestHash?}], answers one row a
-- document by its place: posted or replayed with the document (p_brief: only {id, number, totalAmount}), or refused with its
-- errors and the status they have. follows names the work that is due now (the rows are written; a nudge is enough).
-- Locks: new parties by match_key, then counters by series and period, last. Refuses: each row of core.refusals that
-- billing.check_documents and billing.check_lines name; idempotency_key_reused.
create or replace function billing.post_vouchers(p_docs jsonb, p_context jsonb default null, p_brief boolean default false)
returns table (ord integer, outcome text, voucher_id uuid, answer text, status integer, follows text[])
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_generic_plan'
as $$
declare
  v_tenant uuid;
  v_new jsonb;
  v_work record;
  v_docs billing.resolved_document[];
  v_vouchers billing.vouchers[];
  v_entries ledger.ledger_entries[];
begin
  if p_context is not null then
    perform core.enter(p_context);
  end if;
  v_tenant := core.current_tenant();

  -- a key seen before is answered from what was stored; only the rest is posted
  return query select r.*, '{}'::text[] from billing.replay_vouchers(p_docs) as r;
  v_new := billing.documents_to_post(p_docs);
  if v_new = '[]' then
    return;
  end if;

  v_work := billing.compute_vouchers(v_new);
  return query
    select (v_new -> f.ord ->> 'ord')::int, 'refused', null::uuid, said.errors::text, said.status, '{}'::text[]
    from (select distinct r.ord from unnest(v_work.refusals) as r) as f
    cross join lateral billing.refusals_json(v_work.refusals, f.ord) as said;

  v_docs := array(select d from unnest(v_work.docs) as d where not exists (select 1 from unnest(v_work.refusals) as r where r.ord = d.ord));
  if v_docs = '{}' then
    return;
  end if;

  -- write: parties, then numbers under the lock, then everything that carries a number
  v_vouchers := billing.write_vouchers(v_docs, v_work.vouchers, v_work.lines);
  v_entries := billing.write_entries(v_vouchers);
  insert into einvoice.e_invoices (tenant_id, voucher_id, gstin, status, next_attempt_at)
  select v_tenant, v.id, v.company_gstin, 'pending', v.created_at
  from unnest(v_vouchers) as v
  where v.e_invoice_applicability = 'required';

  return query
    with made as (
      select (v_new -> d.ord ->> 'ord')::int as ord, r.voucher_id, r.document::text as document, v_new -> d.ord as item,
             case when v.e_invoice_applicability = 'required' then '{einvoice.generate_irn}'::text[] else '{}' end as follows
      from billing.answers(v_vouchers, v_work.lines, v_entries, p_brief) as r
      join unnest(v_docs) as d on d.voucher_id = r.voucher_id
      join unnest(v_vouchers) as v on v.id = r.voucher_id
    ), kept as (
      insert into core.idempotency_keys (tenant_id, key, request_hash, status, answer, created_at)
      select v_tenant, made.item ->> 'idempotencyKey', made.item ->> 'requestHash', 201, made.document, core.now()
      from made
      where made.item ->> 'idempotencyKey' is not null
    )
    select made.ord, 'posted', made.voucher_id, made.document, 201, made.follows from made;
end $$;
comment on function billing.post_vouchers(jsonb, jsonb, boolean) is 'Posts a batch of documents: one row a document, posted, replayed or refused; p_context makes the call its own transaction';
