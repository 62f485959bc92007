-- Why: a note, a return, a conversion takes from its original what the law or the trade fixes there: party, registration,
-- place of supply, reverse charge, letter of undertaking, currency and rate of exchange; of a note also the day whose tax
-- rates apply (CGST Act s.34). A conversion is a new supply and takes the law of its own day.
-- Called by: billing.compute_vouchers, where a document stands on another. What is not found stays as it was sent.
create or replace function billing.inherit_documents(p_inputs billing.document_input[], p_lines billing.line_input[])
returns billing.document_input[]
language sql stable
set search_path = ''
as $$
  select array_agg(row(
           d.ord, d.draft_id, d.voucher_type, d.voucher_date, d.series_id, coalesce(d.company_gstin, o.company_gstin),
           case when d.party is null then coalesce(d.party_id, o.party_id) end,
           coalesce(d.party, case when d.party_id is null then o.party || jsonb_build_object('registrationType', o.registration_type) end),
           case when fixed then o.place_of_supply else coalesce(d.place_of_supply, o.place_of_supply) end,
           d.reverse_charge or coalesce(fixed and o.reverse_charge, false), case when fixed then o.supply_category in ('SEZWOP', 'EXPWOP') else d.with_lut end,
           coalesce(d.reference, case when not fixed then o.reference end), d.narration,
           case when o.id is null then d.currency else o.currency end, coalesce(d.exchange_rate, o.exchange_rate), d.supply_date, d.payment_date,
           named.id, o.voucher_date, case when fixed then o.rate_date end, d.overrides_lock,
           case when fixed and o.particulars ?| '{export,deemedExport}'::text[]
             then (select jsonb_object_agg(said.key, said.value) from jsonb_each(o.particulars) as said where said.key in ('export', 'deemedExport')) || coalesce(d.particulars, '{}')
             else d.particulars end
         )::billing.document_input)
  from unnest(p_inputs) as d
  left join lateral (
    select coalesce(d.original_id, (select l.original_id from unnest(p_lines) as l where l.ord = d.ord and l.original_id is not null order by l.line_no limit 1)) as id
  ) as named on true
  left join billing.vouchers as o on o.tenant_id = (select core.current_tenant()) and o.id = named.id
  left join lateral (
    select coalesce(bool_or(r.relation in ('adjusts', 'increases')), false) as fixed
    from billing.voucher_kind_originals as r where r.voucher_type = d.voucher_type and r.original_type = o.voucher_type
  ) as law on true
$$;
comment on function billing.inherit_documents(billing.document_input[], billing.line_input[]) is 'Documents of a batch with what their originals fix';
