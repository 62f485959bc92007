-- Why: two series that write the same text but for the sequence would give the same number twice; this is that text, the
-- tokens of the date left in. Called by: billing.put_numbering_series.
create or replace function billing.series_shape(p_series billing.numbering_series) returns text
language sql immutable
set search_path = ''
as $$
  select upper(replace(replace(replace(replace((p_series).format, '{PREFIX}', (p_series).prefix), '{BRANCH}', (p_series).branch),
    '{COMPANY}', (p_series).company), '{SEPARATOR}', (p_series).separator))
$$;
comment on function billing.series_shape(billing.numbering_series) is 'What the numbers of a series look like, the sequence and the date left open';
