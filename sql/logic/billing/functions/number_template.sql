-- Why: everything of a number but its sequence, so that nothing but the sequence waits for the lock. Tokens in
-- the contract's order; {DD} stands beside them because a daily series needs its day to stay unique.
create or replace function billing.number_template(p_series billing.numbering_series, p_date date) returns text
language sql stable parallel safe
return replace(replace(replace(replace(replace(replace(replace(replace(replace(replace((p_series).format,
    '{PREFIX}', (p_series).prefix),
    '{YEAR}', to_char(p_date, 'YYYY')),
    '{YY}', to_char(p_date, 'YY')),
    '{MONTH}', to_char(p_date, 'MON')),
    '{MM}', to_char(p_date, 'MM')),
    '{DD}', to_char(p_date, 'DD')),
    '{BRANCH}', (p_series).branch),
    '{COMPANY}', (p_series).company),
    '{FY}', substr(core.financial_year(p_date), 3)),
    '{SEPARATOR}', (p_series).separator);
comment on function billing.number_template(billing.numbering_series, date) is 'A series'' format on a date with every token filled but {SEQUENCE}';
