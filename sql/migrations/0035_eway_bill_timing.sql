-- When the e-way bill of a voucher is asked for: by whoever wants it, or in the posting itself. A policy of the company.
alter table core.companies
  add column e_way_bill_timing text not null default 'on_request'
    constraint companies_e_way_bill_timing_is_known check (e_way_bill_timing in ('on_request', 'with_invoice'));
comment on column core.companies.e_way_bill_timing is 'on_request: an e-way bill is made when somebody asks for it; with_invoice: a required one whose transport is complete is asked for in the posting itself';
