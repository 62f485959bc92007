-- Why: table 13 of GSTR-1: the runs of numbers of reports.document_series, a list a nature of document.
create or replace function reports.gstr1_doc_issue(p_gstin text, p_from date, p_to date) returns json
language sql stable parallel safe
set search_path = ''
as $$
  select case when count(*) > 0 then json_build_object('doc_det', json_agg(json_build_object(
      'doc_num', d.nature, 'doc_typ', d.document, 'docs', d.docs) order by d.nature)) end
  from (
    select r.nature, r.document, json_agg(json_build_object(
        'num', r.place, 'from', r."from", 'to', r."to", 'totnum', r.total, 'cancel', r.cancelled, 'net_issue', r.net) order by r.place) as docs
    from (select s.*, row_number() over (partition by s.nature) as place from reports.document_series(p_from, p_to, p_gstin) as s) as r
    group by r.nature, r.document
  ) as d
$$;
comment on function reports.gstr1_doc_issue(text, date, date) is 'doc_issue of GSTR-1';
