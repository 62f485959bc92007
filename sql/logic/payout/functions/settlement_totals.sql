-- Why: a file is applied only if its figures add up: rows and rupees by what they were taken for, and of the bank files it is about
-- every rupee that was sent. Called by: payout.settle_file, after the rows did what they do. Raises an error where an equation does
-- not hold: that is a fault of ours, and nothing of the file stands.
create or replace function payout.settlement_totals(p_file_id uuid, p_bank_file_ids uuid[], p_rows integer, p_amount numeric, p_control numeric)
returns jsonb
language plpgsql
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_by_class jsonb;
  v_rows jsonb;
  v_amounts jsonb;
  v_exported jsonb;
  v_sent numeric := coalesce((select sum(l.total_amount) from payout.bank_file_log as l where l.tenant_id = v_tenant and l.id = any (p_bank_file_ids)), 0.00);
begin
  with classes as (
    select r.classification, count(*) as rows, coalesce(sum(r.amount), 0.00) as amount
    from payout.settlement_rows as r where r.tenant_id = v_tenant and r.file_id = p_file_id group by r.classification
  ), buckets as (
    select b.bucket, b.name, coalesce(sum(c.rows), 0) as rows, coalesce(sum(c.amount), 0.00) as amount
    from (values ('settled', 'settled'), ('failed', 'failed'), ('pending', 'pending'), ('returned', 'returned'), ('no_effect', 'noEffect'), ('exception', 'exceptions')) as b (bucket, name)
    left join payout.settlement_classes as k on k.bucket = b.bucket
    left join classes as c on c.classification = k.classification
    group by b.bucket, b.name
  )
  select (select jsonb_object_agg(c.classification, jsonb_build_object('rows', c.rows, 'amount', c.amount)) from classes as c),
    jsonb_object_agg(b.name, b.rows) || jsonb_build_object('total', p_rows),
    jsonb_object_agg(b.name, b.amount) || jsonb_build_object('total', p_amount)
    into v_by_class, v_rows, v_amounts
  from buckets as b;

  with standing as (
    select sum(t.settled_amount) as settled, sum(t.amount - t.settled_amount) as outstanding,
      case
        when t.status in ('EXPORTED', 'PENDING', 'ON_HOLD') and exists (
          select from payout.settlement_exceptions as e where e.tenant_id = v_tenant and e.item_id = t.id and e.status <> 'RESOLVED') then 'inException'
        when t.status in ('EXPORTED', 'PENDING', 'ON_HOLD') and t.settled_amount > 0 then 'partPaidOutstanding'
        when t.status = 'SUCCESS' then 'writtenOff'
        when t.status = 'FAILED' then 'failed'
        when t.status = 'RETURNED' then 'returned'
        when t.status = 'CANCELLED' then 'cancelled'
        when t.status = 'PENDING' then 'pending'
        else 'notReported'
      end as state
    from payout.payout_items as t
    where t.tenant_id = v_tenant and t.bank_file_id = any (p_bank_file_ids)
    group by state
  )
  select jsonb_build_object('exported', v_sent, 'settled', coalesce(sum(s.settled), 0.00))
    || jsonb_object_agg(n.state, coalesce(s.outstanding, 0.00))
    into v_exported
  from unnest(array['failed', 'pending', 'returned', 'inException', 'notReported', 'partPaidOutstanding', 'writtenOff', 'cancelled']) as n (state)
  left join standing as s on s.state = n.state;

  if (select sum(value::numeric) from jsonb_each_text(v_rows - 'total')) <> p_rows
     or (select sum(value::numeric) from jsonb_each_text(v_amounts - 'total')) <> p_amount
     or (select sum(value::numeric) from jsonb_each_text(v_exported - 'exported')) <> v_sent then
    raise exception 'the control equations of settlement file % do not hold: % % %', p_file_id, v_rows, v_amounts, v_exported;
  end if;
  return jsonb_build_object('rows', v_rows, 'amounts', v_amounts, 'classes', coalesce(v_by_class, '{}'), 'exported', v_exported,
    'controlTotal', p_control, 'bankFiles', (select jsonb_agg(l.bank_file_id order by l.public_no) from payout.bank_file_log as l where l.tenant_id = v_tenant and l.id = any (p_bank_file_ids)));
end $$;
comment on function payout.settlement_totals(uuid, uuid[], integer, numeric, numeric) is 'Rows and rupees of a settlement file, and the control equations, which hold';
