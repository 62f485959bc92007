-- Why: what is wrong with a series, as refusals: everything that could ever break rule 46(b) (16 characters of A-Z 0-9 / -,
-- unique a year) is found when the series is made, not when an invoice is due. The sequence is measured at its padding;
-- a series that outgrows it is refused when it does (billing.take_numbers).
-- Called by: billing.check_series, billing.preview_numbering.
create or replace function billing.series_faults(p_series billing.numbering_series)
returns table (pointer text, code text, facts jsonb)
language sql stable
set search_path = ''
as $$
  select fault.pointer, fault.code, fault.facts
  from (select billing.series_number(p_series, (p_series).start_number, core.today()) as number,
               concat((p_series).prefix, (p_series).branch, (p_series).company, (p_series).separator) as words,
               (p_series).format as format, (p_series).reset_frequency as reset) as s
  cross join lateral (
    select string_agg(distinct token[1], ', ') as unknown
    from regexp_matches(s.format, '\{([^}]*)\}', 'g') as token
    where token[1] not in ('PREFIX', 'YEAR', 'YY', 'MONTH', 'MM', 'DD', 'FY', 'SEQUENCE', 'BRANCH', 'COMPANY', 'SEPARATOR')
  ) as tokens
  cross join lateral (values
    (s.format not like '%{PREFIX}%', '/format', 'numbering_format_needs_prefix', '{}'::jsonb),
    (s.format not like '%{SEQUENCE}%', '/format', 'numbering_format_needs_sequence', '{}'::jsonb),
    ((length(s.format) - length(replace(s.format, '{SEQUENCE}', ''))) > length('{SEQUENCE}'), '/format', 'numbering_format_repeats_sequence', '{}'::jsonb),
    (tokens.unknown is not null, '/format', 'numbering_token_unknown', jsonb_build_object('tokens', tokens.unknown)),
    (tokens.unknown is null and length(s.number) > 16, '/format', 'numbering_format_too_long', jsonb_build_object('number', s.number, 'length', length(s.number), 'limit', 16)),
    (tokens.unknown is null and s.number !~ '^[A-Z0-9/-]*$', '/format', 'numbering_characters_not_allowed', jsonb_build_object('number', s.number)),
    (s.number ~ '^[A-Z0-9/-]*$' and s.words !~ '^[A-Z0-9/-]*$', '/prefix', 'numbering_characters_not_allowed', jsonb_build_object('number', s.words)),
    (s.number ~ '^[0/-]', '/prefix', 'numbering_starts_wrongly', jsonb_build_object('number', s.number)),
    (s.reset in ('monthly', 'daily') and s.format not like '%{MM}%' and s.format not like '%{MONTH}%', '/format', 'numbering_reset_repeats_numbers', jsonb_build_object('resetFrequency', s.reset, 'token', '{MM}')),
    (s.reset = 'daily' and s.format not like '%{DD}%', '/format', 'numbering_reset_repeats_numbers', jsonb_build_object('resetFrequency', s.reset, 'token', '{DD}'))
  ) as fault(found, pointer, code, facts)
  where fault.found
$$;
comment on function billing.series_faults(billing.numbering_series) is 'Everything wrong with a numbering series, one row a fault';
