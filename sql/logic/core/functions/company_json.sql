-- Why: the company as JSON, with its registrations and letters of undertaking. Null before it is set up.
create or replace function core.company_json() returns json
language sql stable
set search_path = ''
as $$
  select json_build_object(
    'legalName', c.legal_name, 'tradeName', c.trade_name, 'pan', c.pan, 'tan', c.tan, 'aggregateTurnover', c.aggregate_turnover,
    'composition', c.composition, 'eInvoiceExempt', c.e_invoice_exempt, 'email', c.email, 'phone', c.phone, 'bank', c.bank,
    'b2cAboveLimit', c.b2c_above_limit, 'perpetualInventory', c.perpetual_inventory, 'allowNegativeStock', c.allow_negative_stock,
    'eWayBillTiming', c.e_way_bill_timing, 'lockedUntil', c.locked_until,
    'gstins', coalesce((
      select json_agg(json_build_object('gstin', g.gstin, 'stateCode', g.state_code, 'registrationType', g.registration_type,
        'tradeName', g.trade_name, 'address', g.address, 'city', g.city, 'pincode', g.pincode, 'isDefault', g.is_default) order by g.gstin)
      from core.company_gstins as g where g.tenant_id = c.tenant_id), '[]'),
    'luts', coalesce((
      select json_agg(json_build_object('gstin', g.gstin, 'financialYear', l.financial_year, 'arn', l.arn) order by l.financial_year, g.gstin)
      from core.letters_of_undertaking as l
      join core.company_gstins as g on g.tenant_id = l.tenant_id and g.id = l.company_gstin_id
      where l.tenant_id = c.tenant_id), '[]'),
    'updatedAt', c.updated_at)
  from core.companies as c
  where c.tenant_id = (select core.current_tenant())
$$;
comment on function core.company_json() is 'The company with its registrations and letters of undertaking';
