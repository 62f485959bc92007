-- Why: one document, one IRN: what the company has registered is not registered again, and a cancelled document keeps its
-- number for ever. The IRN is computed from seller, year, type and number, so our own register is asked by it; within a
-- batch the first of a document counts. Called by: einvoice.validate_payloads. Source: NIC's definition of the IRN.
create or replace function einvoice.check_register(p_payloads jsonb[], p_gstins text[]) returns table (ordinal bigint, code text, pointer text, subject text, facts jsonb)
language sql stable rows 5
set search_path = ''
as $$
  with documents as (
    select h.ordinal, row_number() over (partition by irn.hash order by h.ordinal) as nth, irn.hash
    from einvoice.read_payloads(p_payloads, p_gstins) as h
    cross join lateral (
      select encode(sha256(convert_to(h.seller || core.financial_year(h.dated) || h.document_type
               || case when h.dated < date '2025-06-01' then h.number else upper(h.number) end, 'UTF8')), 'hex') as hash
    ) as irn
    where h.dated is not null
  )
  select d.ordinal, case when e.status = 'cancelled' then '2278' else '2150' end, '/DocDtls/No', null::text,
         jsonb_strip_nulls(jsonb_build_object('irn', d.hash, 'voucherId', e.voucher_id))
  from documents as d
  left join einvoice.e_invoices as e on e.tenant_id = (select core.current_tenant()) and e.irn = d.hash
  where e.irn is not null or d.nth > 1
$$;
comment on function einvoice.check_register(jsonb[], text[]) is 'The portal''s codes for documents of a batch that are registered (2150) or were cancelled (2278)';
