-- What a caller sent, one row a line (billing.read_lines).
create type billing.line_input as (
  ord integer,
  line_no integer,
  item_id uuid,
  description text,
  hsn text,
  quantity numeric,
  unit text,
  rate numeric,
  discount numeric,
  gst_rate numeric,
  cess_rate numeric,
  taxability text,
  retail_price numeric,
  godown_id uuid,
  original_id uuid,
  original_line_no integer,
  rate_date date
);
comment on type billing.line_input is 'A line as sent; ord is its document''s place in the batch, line_no counts from 1; original_id and original_line_no are the line it takes back or fulfils, rate_date the day whose rates it keeps from there';
