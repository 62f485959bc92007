-- Why: GSTR-1 of a month as the portal takes it (FORM GSTR-1; keys as GSTN's returns API names them). p_period is MMYYYY.
-- Called by: domain/reports/gstr1.ts. Refuses: company_gstin_unknown, company_not_set_up, composition_files_no_gstr1.
create or replace function reports.gstr1_return(p_period text, p_gstin text default null) returns json
language plpgsql stable parallel safe
set search_path = ''
as $$
declare
  v_gstin text := reports.registration(p_gstin, true);
  v_from date := make_date(right(p_period, 4)::int, left(p_period, 2)::int, 1);
  v_to date := (v_from + interval '1 month' - interval '1 day')::date;
begin
  return json_strip_nulls(json_build_object(
    'gstin', v_gstin, 'fp', p_period,
    'b2b', document.b2b, 'b2cl', document.b2cl, 'b2cs', (select reports.gstr1_b2cs(v_gstin, v_from, v_to)), 'exp', document.exp,
    'cdnr', document.cdnr, 'cdnur', document.cdnur, 'at', (select reports.gstr1_advances('at', v_gstin, v_from, v_to)),
    'txpd', (select reports.gstr1_advances('txpd', v_gstin, v_from, v_to)), 'nil', (select reports.gstr1_nil(v_gstin, v_from, v_to)),
    'hsn', (select reports.gstr1_hsn(v_gstin, v_from, v_to)), 'doc_issue', (select reports.gstr1_doc_issue(v_gstin, v_from, v_to))))
  from reports.gstr1_documents(v_gstin, v_from, v_to) as document;
end $$;
comment on function reports.gstr1_return(text, text) is 'GSTR-1 of a month as JSON for the portal; sections without anything are left out';
