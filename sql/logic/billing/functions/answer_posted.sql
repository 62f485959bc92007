-- Why: the answers of the documents that were posted, by their place in the batch as it was sent; those that came with an
-- idempotency key are kept, word for word, for the day they are asked again. p_direct_bills: vouchers whose e-way bill was asked
-- for with them and goes to its own portal.
create or replace function billing.answer_posted(
  p_docs jsonb, p_resolved billing.resolved_document[], p_vouchers billing.voucher[], p_lines billing.voucher_line[],
  p_entries ledger.ledger_entry[], p_brief boolean, p_alone boolean, p_direct_bills uuid[])
returns table (ord integer, outcome text, voucher_id uuid, answer text, status integer, follows text[])
language sql
set search_path = ''
as $$
  with made as (
    select d.ord, d.voucher_id, r.document::text as document,
           case when v.e_invoice_applicability = 'required' then '{einvoice.generate_irn}'::text[] else '{}' end
             || case when v.id = any (p_direct_bills) then '{ewaybill.generate}'::text[] else '{}' end as follows
    from billing.answers(p_vouchers, p_lines, p_entries, p_brief, p_alone) as r
    join unnest(p_resolved) as d on d.voucher_id = r.voucher_id
    join unnest(p_vouchers) as v on v.id = r.voucher_id
  ), kept as (
    insert into core.idempotency_keys (tenant_id, key, request_hash, status, answer, created_at)
    select (select core.current_tenant()), p_docs -> made.ord ->> 'idempotencyKey', p_docs -> made.ord ->> 'requestHash', 201, made.document, core.now()
    from made
    where p_docs -> made.ord ->> 'idempotencyKey' is not null
  )
  select coalesce((p_docs -> made.ord ->> 'ord')::int, made.ord), 'posted', made.voucher_id, made.document, 201, made.follows from made
$$;
comment on function billing.answer_posted(jsonb, billing.resolved_document[], billing.voucher[], billing.voucher_line[], ledger.ledger_entry[], boolean, boolean, uuid[]) is 'The answers of posted documents, kept where they came with an idempotency key';
