-- Why: the sequence in its place, padded with zeros to the series' width and never cut.
create or replace function billing.fill_sequence(p_template text, p_sequence bigint, p_padding integer) returns text
language sql immutable parallel safe
return replace(p_template, '{SEQUENCE}', lpad(p_sequence::text, greatest(p_padding, length(p_sequence::text)), '0'));
comment on function billing.fill_sequence(text, bigint, integer) is 'A number template with its sequence';
