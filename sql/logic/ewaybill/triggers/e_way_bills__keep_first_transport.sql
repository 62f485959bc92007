-- What is told later of a bill's transport overwrites transport; the printed bill lists Part B from its first entry on.
create or replace trigger keep_first_transport before insert on ewaybill.e_way_bills
  for each row execute function ewaybill.keep_first_transport();
alter table ewaybill.e_way_bills enable always trigger keep_first_transport;
