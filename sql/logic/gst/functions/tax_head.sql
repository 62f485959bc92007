-- Why: the one rounding point of every tax head: half-up to the paisa, on the line. A central and a state head are each
-- this function of half the rate. Multiplied by a hundredth, since a division
-- keeps only some digits and would round twice. Written as an SQL-standard body so that it is inlined into the statement.
create or replace function gst.tax_head(p_taxable numeric, p_rate numeric) returns numeric
language sql immutable parallel safe
return round(p_taxable * p_rate * 0.01, 2);
comment on function gst.tax_head(numeric, numeric) is 'Tax on a taxable value at a percentage, rounded half-up to the paisa';
