-- Why: what proves a payment is kept for the years payout.retention_periods gives it. No grant allows a deletion; this stops
-- the owner and a superuser's slip as well. Arguments: the kind there, and the column the years are counted from; a row with
-- its own keep_until is kept till then, and that day is only ever moved later.
-- Called by: the keep_until triggers. Days are Indian ones, whatever the session's zone. Refuses document_kept_until.
create or replace function payout.refuse_early_deletion() returns trigger
language plpgsql
set search_path = ''
set timezone = 'Asia/Kolkata'
as $$
declare
  v_old jsonb;
  v_keep_until date := 'infinity';
begin
  if tg_op <> 'TRUNCATE' then
    v_old := to_jsonb(old) - 'bytes';
    v_keep_until := coalesce((v_old ->> 'keep_until')::date, payout.keep_until(tg_argv[0], (v_old ->> tg_argv[1])::date), 'infinity');
    if tg_op = 'UPDATE' then
      if new.keep_until >= old.keep_until then
        return new;
      end if;
    elsif v_keep_until < core.today() then
      return old;
    end if;
  end if;
  perform core.refuse('document_kept_until', null, jsonb_build_object('keepUntil', v_keep_until));
end $$;
comment on function payout.refuse_early_deletion() is 'Trigger: refuses to delete what must still be kept, and to shorten how long';
