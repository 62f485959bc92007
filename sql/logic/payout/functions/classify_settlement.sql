-- Why: what each row of a bank's file is taken for. First match wins, in the order of the rules; the last is the table of what an
-- attempt's state and the bank's word make together. One function for a hundred thousand rows and for one.
-- Called by: payout.settle_file, a level at a time; what earlier levels did stands already. Writes payout.settlement_rows.
create or replace function payout.classify_settlement(p_file_id uuid, p_level integer) returns void
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_today date := core.today();
  v_bank_file uuid;
  v_shared boolean;
begin
  select f.bank_file_id, p.shared_utr into v_bank_file, v_shared
  from payout.settlement_files as f join payout.bank_profiles as p on p.profile = f.profile where f.tenant_id = v_tenant and f.id = p_file_id;
  insert into payout.settlement_rows (tenant_id, file_id, line_no, raw_invoice_id, raw_utr, raw_amount, raw_date, raw_status, remarks, extra,
    amount, payment_date, status, utr, invoice_id, item_id, classification, expected_amount, warnings)
  select w.tenant_id, w.file_id, w.line_no, w.raw_invoice_id, w.raw_utr, w.raw_amount, w.raw_date, w.raw_status, w.remarks, w.extra,
    w.amount, w.payment_date, w.status, w.utr, i.id, t.id,
    case
      when w.is_bad then 'BAD_ROW'
      when w.is_twice then 'DUP_ROW'
      when i.id is null then 'UNKNOWN_INVOICE'
      when t.id is null or t.file_status = 'generated' or i.status = 'cancelled' then 'NOT_EXPORTED'
      when t.bank_file_id <> v_bank_file then 'WRONG_BATCH'
      when w.status is null then 'UNKNOWN_STATUS'
      when w.status = 'SUCCESS' and w.utr is null then 'MISSING_UTR'
      when t.recorded <> '{}' and payout.settlement_record(w.status, w.utr, w.amount) = any (t.recorded) then 'ALREADY_APPLIED'
      when w.status = 'SUCCESS' and u.item_id <> t.id then 'DUPLICATE_UTR'
      when w.status = 'RETURNED' and t.status = 'SUCCESS' and payout.advance_of(t.invoice_id) > 0 then 'RETURN_UNCLEAR'
      when t.recorded <> '{}' and exists (select from unnest(t.recorded) as said where split_part(said, '|', 2) = w.utr and split_part(said, '|', 3)::numeric <> w.amount) then 'UTR_CONFLICT'
      when w.payment_date > v_today or w.payment_date < t.released_on - 1 then 'BAD_DATE'
      when w.amount <> due.amount then 'AMOUNT_MISMATCH'
      when t.status in ('EXPORTED', 'PENDING') then case w.status when 'SUCCESS' then 'SETTLED' when 'PENDING' then 'PENDING' else 'FAILED' end
      when t.status = 'SUCCESS' then case w.status when 'SUCCESS' then 'POSSIBLE_DOUBLE_PAYMENT' when 'FAILED' then 'LATE_FAILURE' when 'RETURNED' then 'RETURNED' else 'NO_CHANGE' end
      when t.status = 'ON_HOLD' and w.status in ('FAILED', 'RETURNED') then 'FAILED'
      when w.status <> 'SUCCESS' then 'NO_CHANGE'
      when t.status = 'CANCELLED' then 'NOT_EXPORTED'
      when t.status = 'ON_HOLD' or exists (
        select from payout.payout_items as n where n.tenant_id = v_tenant and n.invoice_id = t.invoice_id and n.attempt_no > t.attempt_no and n.is_standing) then 'POSSIBLE_DOUBLE_PAYMENT'
      else 'LATE_SUCCESS'
    end,
    due.amount,
    case when not payout.has_utr_shape(w.utr) then array['UTR_SHAPE'] end
      || case when w.amount < due.amount then array['SHORT'] when w.amount > due.amount then array['OVER'] end
      || case when w.status = 'RETURNED' and t.status in ('EXPORTED', 'PENDING') then array['RETURNED_BEFORE_SUCCESS'] end
  from payout.settlement_intake as w
  -- "limit 1": each row is looked up by whole keys, however many invoices, attempts and references the years have left; the planner,
  -- which has never counted rows of this very transaction, is not asked
  left join lateral (
    select n.id, n.status from payout.invoices as n
    where n.tenant_id = v_tenant and n.public_no = w.invoice_no and not w.is_bad -- nothing of a bad row is believed
    limit 1) as i on true
  left join lateral (
    select o.id, o.invoice_id, o.bank_file_id, o.attempt_no, o.amount, o.status, o.settled_amount, o.recorded,
      b.status as file_status, (coalesce(b.approved_at, b.generated_at) at time zone 'Asia/Kolkata')::date as released_on
    from payout.payout_items as o
    join payout.bank_file_log as b on b.tenant_id = v_tenant and b.id = o.bank_file_id
    where o.tenant_id = v_tenant and o.invoice_id = i.id
    -- the attempt that is named; else of the bank file that is; else that met this reference, or this very row; else the last that
    -- the bank can have had on that day, else the last
    order by o.id = w.named_item_id desc nulls last, o.bank_file_id = v_bank_file desc nulls last,
      coalesce(w.utr in (o.utr_number, o.return_utr), false) desc,
      coalesce(o.payment_date = w.payment_date and payout.settlement_record(w.status, w.utr, w.amount) = any (o.recorded), false) desc,
      (b.status <> 'generated' and w.payment_date >= (coalesce(b.approved_at, b.generated_at) at time zone 'Asia/Kolkata')::date - 1) desc, o.attempt_no desc
    limit 1) as t on true
  left join lateral (
    select k.item_id from payout.utr_registry as k
    where not v_shared and k.tenant_id = v_tenant and k.utr = w.utr and k.scope = '' and k.released_at is null
    limit 1) as u on true
  left join lateral (select case when t.status = 'SUCCESS' then t.settled_amount else t.amount - t.settled_amount end as amount) as due on true
  where w.tenant_id = v_tenant and w.file_id = p_file_id and w.level = p_level;
end $$;
comment on function payout.classify_settlement(uuid, integer) is 'Takes the rows of a level of a settlement file for what they are';
