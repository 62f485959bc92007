-- Why: makes or changes a series, so that it can never break what was issued: once it has given a number, what its
-- numbers are made of (type, prefix, format, separator, branch, company, registration, start, padding, reset) stays; its
-- name and whether it is the default may change.
-- Called by: domain/core numbering. Locks: the tenant's series (an advisory lock), so that two made at once cannot write the
-- same numbers, and there is one default.
-- Refuses: everything of billing.series_faults (the first), numbering_series_in_use, numbering_series_collides,
-- numbering_series_exists, company_gstin_unknown, voucher_type_unknown. An unknown p_id answers null.
create or replace function billing.put_numbering_series(p_id uuid, p_series jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_old billing.numbering_series;
  v_new billing.numbering_series;
begin
  perform pg_advisory_xact_lock(hashtextextended('numbering series of ' || v_tenant, 0));
  if p_id is not null then
    select * into v_old from billing.numbering_series where tenant_id = v_tenant and id = p_id for update;
    if not found then
      return null;
    end if;
  end if;
  v_new := billing.series_from(p_series, v_old);
  perform billing.check_series(v_old, v_new);

  if v_new.is_default then
    update billing.numbering_series
    set is_default = false, updated_at = core.now()
    where tenant_id = v_tenant and voucher_type = v_new.voucher_type and is_default
      and company_gstin is not distinct from v_new.company_gstin and id is distinct from p_id;
  end if;
  if p_id is null then
    insert into billing.numbering_series (tenant_id, voucher_type, name, prefix, format, separator, branch, company, company_gstin,
                                          start_number, padding, reset_frequency, is_default)
    values (v_tenant, v_new.voucher_type, v_new.name, v_new.prefix, v_new.format, v_new.separator, v_new.branch, v_new.company,
            v_new.company_gstin, v_new.start_number, v_new.padding, v_new.reset_frequency, v_new.is_default)
    returning id into v_new.id;
  else
    update billing.numbering_series
    set name = v_new.name, prefix = v_new.prefix, format = v_new.format, separator = v_new.separator, branch = v_new.branch,
        company = v_new.company, company_gstin = v_new.company_gstin, start_number = v_new.start_number, padding = v_new.padding,
        reset_frequency = v_new.reset_frequency, is_default = v_new.is_default, updated_at = core.now()
    where tenant_id = v_tenant and id = p_id;
  end if;
  return billing.numbering_series_json(v_new.id);
end $$;
comment on function billing.put_numbering_series(uuid, jsonb) is 'Makes (null id) or changes a numbering series and answers it; null where there is no such series';
