-- Why: sets the company whole: what is sent is what stands. A registration that was once used stays; it may be changed,
-- not taken away. Refuses: gstin_malformed, gstin_check_digit_wrong, gstin_of_another_state, state_unknown, pan_of_another,
-- one_default_gstin. Pointers into the body. Called by: PUT /api/company.
create or replace function core.put_company(p_company jsonb) returns json
language plpgsql
set search_path = ''
as $$
declare
  v_tenant uuid := core.current_tenant();
  v_company uuid;
begin
  perform core.check_company(p_company);
  insert into core.companies as c (tenant_id, legal_name, trade_name, pan, tan, aggregate_turnover, composition, e_invoice_exempt, email, phone, bank,
                                  b2c_above_limit, perpetual_inventory, allow_negative_stock, e_way_bill_timing)
  values (v_tenant, p_company ->> 'legalName', p_company ->> 'tradeName', p_company ->> 'pan', p_company ->> 'tan',
          coalesce((p_company ->> 'aggregateTurnover')::numeric, 0), coalesce((p_company ->> 'composition')::boolean, false),
          coalesce((p_company ->> 'eInvoiceExempt')::boolean, false), p_company ->> 'email', p_company ->> 'phone', p_company -> 'bank',
          coalesce(p_company ->> 'b2cAboveLimit', 'require_gstin'), coalesce((p_company ->> 'perpetualInventory')::boolean, false),
          coalesce((p_company ->> 'allowNegativeStock')::boolean, false), coalesce(p_company ->> 'eWayBillTiming', 'on_request'))
  on conflict (tenant_id) do update
  set legal_name = excluded.legal_name, trade_name = excluded.trade_name, pan = excluded.pan, tan = excluded.tan,
      aggregate_turnover = excluded.aggregate_turnover, composition = excluded.composition, e_invoice_exempt = excluded.e_invoice_exempt,
      email = excluded.email, phone = excluded.phone, bank = excluded.bank, b2c_above_limit = excluded.b2c_above_limit,
      perpetual_inventory = excluded.perpetual_inventory, allow_negative_stock = excluded.allow_negative_stock,
      e_way_bill_timing = excluded.e_way_bill_timing, updated_at = core.now()
  returning c.id into v_company;

  update core.company_gstins set is_default = false where tenant_id = v_tenant and is_default;
  insert into core.company_gstins as g (tenant_id, company_id, gstin, state_code, registration_type, trade_name, address, city, pincode, is_default)
  select v_tenant, v_company, s.body ->> 'gstin', coalesce(s.body ->> 'stateCode', left(s.body ->> 'gstin', 2)),
         coalesce(s.body ->> 'registrationType', 'regular'), s.body ->> 'tradeName', s.body ->> 'address', s.body ->> 'city',
         s.body ->> 'pincode', coalesce((s.body ->> 'isDefault')::boolean, jsonb_array_length(p_company -> 'gstins') = 1)
  from jsonb_array_elements(p_company -> 'gstins') as s(body)
  on conflict (tenant_id, gstin) do update
  set state_code = excluded.state_code, registration_type = excluded.registration_type, trade_name = excluded.trade_name,
      address = excluded.address, city = excluded.city, pincode = excluded.pincode, is_default = excluded.is_default, updated_at = core.now();

  insert into core.letters_of_undertaking as l (tenant_id, company_gstin_id, financial_year, arn)
  select v_tenant, g.id, s.body ->> 'financialYear', s.body ->> 'arn'
  from jsonb_array_elements(coalesce(p_company -> 'luts', '[]')) as s(body)
  join core.company_gstins as g on g.tenant_id = v_tenant and g.gstin = s.body ->> 'gstin'
  on conflict (tenant_id, company_gstin_id, financial_year) do update set arn = excluded.arn;
  return core.company_json();
end $$;
comment on function core.put_company(jsonb) is 'Sets the company, its registrations and letters of undertaking, and answers it';
