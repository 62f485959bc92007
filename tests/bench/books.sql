-- Why: a company's books of any size in minutes, for the bench beds of million.ts: set-based, straight into the tables, as
-- the administrator and with session_replication_role = replica (no foreign-key look-ups). The rows are what posting would have left: totals add up, entries are drawn by the
-- kind's own rules (billing.draw_entries), numbers run without gap. Reads app.tenant_id of the transaction.
create schema bench;
create table bench.parties (tenant_id uuid, party_no bigint, id uuid, name text, gstin text, state_code text, registration_type text, party jsonb,
  primary key (tenant_id, party_no));
create table bench.planned (tenant_id uuid, n integer, id uuid, voucher_type text, year text, sequence bigint, voucher_date date, cancelled boolean,
  party_no bigint, lines integer, unit_amount integer, gst_rate numeric, series_id uuid, code text, primary key (tenant_id, n));

-- One in 40 parties is a Deccan, one in 25 of those a Deccan Software: a common and a rare name to search for.
create function bench.make_parties(p_count integer) returns void
language sql
as $$
  insert into billing.parties (tenant_id, name, gstin, registration_type, address, city, pincode, state_code, match_key)
  select core.current_tenant(), made.name, made.gstin, case when made.gstin is null then 'unregistered' else 'regular' end,
         'Plot ' || n || ', Industrial Estate', 'Pune', '411045', made.state_code, coalesce(made.gstin, lower(made.name) || '|' || made.state_code)
  from generate_series(0, p_count - 1) as n
  cross join lateral (select case when n % 5 = 4 then '29' else '27' end as state_code) as home
  cross join lateral (
    select (array['Deccan', 'Sahyadri', 'Konkan', 'Malwa', 'Nilgiri', 'Vindhya', 'Godavari', 'Kaveri', 'Narmada', 'Tapti',
                  'Ganga', 'Yamuna', 'Satluj', 'Beas', 'Chenab', 'Jhelum', 'Mahanadi', 'Sabarmati', 'Periyar', 'Pennar',
                  'Tungabhadra', 'Bhima', 'Krishna', 'Indravati', 'Wardha', 'Purna', 'Manjra', 'Musi', 'Palar', 'Vaigai',
                  'Hemavati', 'Kabini', 'Sharavati', 'Netravati', 'Zuari', 'Mandovi', 'Ulhas', 'Savitri', 'Mula', 'Mutha'])[1 + n % 40]
           || ' ' || (array['Software', 'Traders', 'Steel', 'Textiles', 'Foods', 'Pharma', 'Motors', 'Papers', 'Chemicals', 'Exports',
                            'Agro', 'Plastics', 'Electricals', 'Cements', 'Ceramics', 'Logistics', 'Packaging', 'Polymers', 'Tools', 'Paints',
                            'Jewellers', 'Garments', 'Furniture', 'Printers', 'Optics'])[1 + n / 40 % 25] || ' ' || n as name,
           case when n % 3 > 0 then home.state_code || 'AAAC' || chr(65 + n / 10000 % 26) || lpad((n % 10000)::text, 4, '0') || 'K1Z7' end as gstin,
           home.state_code) as made;
  insert into ledger.ledgers (tenant_id, id, name, group_code, party_id)
  select p.tenant_id, p.id, p.name, 'sundry_debtors', p.id from billing.parties as p where p.tenant_id = core.current_tenant();
  -- what the triggers of parties would have kept
  insert into billing.party_words (tenant_id, party_id, word)
  select p.tenant_id, p.id, w.word from billing.parties as p cross join lateral billing.words_of(p.name) as w where p.tenant_id = core.current_tenant();
  insert into bench.parties
  select p.tenant_id, row_number() over (order by p.id) - 1, p.id, p.name, p.gstin, p.state_code, p.registration_type,
         jsonb_build_object('name', p.name, 'gstin', p.gstin, 'address', p.address, 'city', p.city, 'pincode', p.pincode,
                            'stateCode', p.state_code, 'country', 'IN', 'registrationType', p.registration_type)
  from billing.parties as p
  where p.tenant_id = core.current_tenant();
$$;

-- What each document will be, in the order it is posted: two years up to today, the second busier; a third of the
-- documents go to a hundredth of the parties; one in 200 is cancelled. Amounts are multiples of a hundred rupees a line,
-- so that no tax needs rounding and a total is known without adding lines up.
create function bench.make_plan(p_count integer) returns void
language sql
as $$
  insert into bench.planned
  select core.current_tenant(), d.n, core.uuid_v7(), d.voucher_type, d.year,
         row_number() over (partition by d.voucher_type, d.year order by d.n), d.voucher_date, d.u4 < 0.005 and kind.flow <> 'money', d.party_no,
         case when kind.flow = 'money' then 0 else 1 + (d.u5 * d.u5 * 5)::int end, 1 + (d.u6 * d.u6 * d.u6 * 3000)::int,
         (array[18, 18, 18, 5, 5, 40])[1 + d.n % 6], series.id, kind.default_prefix
  from (
    select r.*, core.financial_year(r.voucher_date) as year,
           case when r.u1 < 0.60 then 'tax_invoice' when r.u1 < 0.72 then 'retail_invoice' when r.u1 < 0.84 then 'receipt' when r.u1 < 0.91 then 'purchase_invoice'
                when r.u1 < 0.95 then 'payment' when r.u1 < 0.97 then 'bill_of_supply' when r.u1 < 0.985 then 'credit_note'
                when r.u1 < 0.995 then 'delivery_challan' else 'debit_note' end as voucher_type
    from (select n, random() as u1, random() as u4, random() as u5, random() as u6, (parties.count * power(random(), 4))::bigint % parties.count as party_no,
                 (core.today() - (730 * power(1 - n::float8 / p_count, 0.8))::int) as voucher_date
          from generate_series(1, p_count) as n, (select count(*) from billing.parties where tenant_id = core.current_tenant()) as parties) as r
  ) as d
  join billing.voucher_kinds as kind on kind.voucher_type = d.voucher_type
  join billing.numbering_series as series on series.tenant_id = core.current_tenant() and series.voucher_type = d.voucher_type and series.is_default;
  insert into billing.numbering_counters (tenant_id, series_id, period, next_number)
  select tenant_id, series_id, year, max(sequence) + 1 from bench.planned where tenant_id = core.current_tenant() group by tenant_id, series_id, year;
$$;

-- Vouchers with their numbers, and their entries by the kind's own rules; money goes between the bank and the party. What
-- is cancelled has its reversal beside it. One statement, so that nothing is looked up again.
create function bench.make_vouchers(p_from integer, p_to integer) returns void
language sql
as $$
  with made as (
  insert into billing.vouchers as v (
    tenant_id, id, voucher_type, status, number, financial_year, voucher_date, company_gstin, supplier_state, party_id, party_name, party_gstin,
    party_state, registration_type, party, supply_category, place_of_supply, supply_type, reference, taxable_amount, cgst_amount, sgst_amount,
    igst_amount, cess_amount, round_off, total_amount, e_invoice_applicability, e_invoice_reason, e_way_bill_applicability, e_way_bill_reason,
    cancelled_at, cancel_reason, created_at, updated_at, rate_date, total_paise)
  select d.tenant_id, d.id, d.voucher_type, case when d.cancelled then 'cancelled' else 'posted' end,
         d.code || '/' || right(d.year, 5) || '/' || lpad(d.sequence::text, 6, '0'), d.year, d.voucher_date, own.gstin,
         case when d.lines > 0 then '27' end, p.id, p.name, p.gstin, p.state_code, p.registration_type, p.party,
         case when d.lines > 0 then case when p.gstin is null then 'B2C' else 'B2B' end end, case when d.lines > 0 then p.state_code end,
         case when d.lines > 0 then case when p.state_code = '27' then 'intra_state' else 'inter_state' end end,
         'PO-' || d.n, case when d.lines > 0 then 100 * amount.units else 0 end,
         amount.tax * inside / 2, amount.tax * inside / 2, amount.tax * (1 - inside), 0, 0, 100 * amount.units + amount.tax,
         'not_required', 'turnover_below_limit', 'not_required', 'value_below_limit',
         case when d.cancelled then moment.at end, case when d.cancelled then 'order withdrawn' end, moment.at, moment.at, d.voucher_date, 10000 * amount.units + 100 * amount.tax
  from bench.planned as d
  join bench.parties as p on p.tenant_id = d.tenant_id and p.party_no = d.party_no
  cross join (select gstin from core.company_gstins where tenant_id = core.current_tenant() and is_default) as own
  cross join lateral (select case when p.state_code = '27' then 1 else 0 end as inside, d.voucher_date + interval '9 hours' + d.n % 30000 * interval '1 second' as at) as moment
  cross join lateral (
    select units, case when d.lines > 0 and d.voucher_type not in ('bill_of_supply', 'delivery_challan') then units * d.gst_rate else 0 end as tax
    from (select greatest(d.lines, 1) * d.unit_amount + d.lines * (d.lines + 1) / 2 as units) as summed) as amount
  where d.tenant_id = core.current_tenant() and d.n between p_from and p_to
  returning v::billing.voucher as row, v.tenant_id, v.id, v.voucher_type, v.status, v.voucher_date, v.party_id, v.total_amount
  ), drawn as (
    select e.tenant_id, e.voucher_id, e.entry_no, e.ledger_id, e.entry_date, e.debit, e.credit
    from unnest(billing.draw_entries(array(select row from made where voucher_type not in ('receipt', 'payment')))) as e
    union all
    select m.tenant_id, m.id, side.no, case when side.no = 1 then bank.id else m.party_id end, m.voucher_date,
           case when (side.no = 1) = (m.voucher_type = 'receipt') then m.total_amount else 0 end,
           case when (side.no = 1) = (m.voucher_type = 'receipt') then 0 else m.total_amount end
    from made as m
    cross join (select id from ledger.ledgers where tenant_id = core.current_tenant() and code = 'bank') as bank
    cross join (values (1), (2)) as side (no)
    where m.voucher_type in ('receipt', 'payment')
  )
  insert into ledger.ledger_entries (tenant_id, voucher_id, entry_no, ledger_id, entry_date, debit, credit)
  select * from drawn
  union all
  select d.tenant_id, d.voucher_id, d.entry_no + 100, d.ledger_id, d.entry_date, d.credit, d.debit
  from drawn as d where d.voucher_id in (select id from made where status = 'cancelled');
  insert into billing.numbering_history (tenant_id, series_id, period, sequence, number, voucher_id, generated_at)
  select d.tenant_id, d.series_id, d.year, d.sequence, d.code || '/' || right(d.year, 5) || '/' || lpad(d.sequence::text, 6, '0'), d.id, d.voucher_date + interval '9 hours'
  from bench.planned as d where d.tenant_id = core.current_tenant() and d.n between p_from and p_to;
$$;

create function bench.make_lines(p_from integer, p_to integer) returns void
language sql
as $$
  insert into billing.voucher_lines (
    tenant_id, voucher_id, line_no, description, hsn, quantity, unit, rate, discount, taxability, gst_rate, cess_rate, gross_amount, taxable_amount,
    cgst_amount, sgst_amount, igst_amount, cess_amount, total_amount)
  select d.tenant_id, d.id, l.no, 'Office chair, mesh back', (array['940131', '480256', '482020', '940521', '960910'])[1 + (d.n + l.no) % 5], 10, 'NOS',
         10 * l.units, 0, case when l.tax = 0 then 'exempt' else 'taxable' end, case when l.tax = 0 then 0 else d.gst_rate end, 0, 100 * l.units, 100 * l.units,
         l.tax * inside / 2, l.tax * inside / 2, l.tax * (1 - inside), 0, 100 * l.units + l.tax
  from bench.planned as d
  join bench.parties as p on p.tenant_id = d.tenant_id and p.party_no = d.party_no
  cross join lateral (
    select no, d.unit_amount + no as units, case when p.state_code = '27' then 1 else 0 end as inside,
           case when d.voucher_type in ('bill_of_supply', 'delivery_challan') then 0 else (d.unit_amount + no) * d.gst_rate end as tax
    from generate_series(1, d.lines) as no) as l
  where d.tenant_id = core.current_tenant() and d.n between p_from and p_to;
$$;
