-- Goods in godowns: a journal of stock moves, and what is there now with what it cost.
alter table billing.items add column track_stock boolean;
comment on column billing.items.track_stock is 'Whether it is kept in stock; null: from its first receipt on. Services (HSN 99) never are';

create table inventory.godowns (
  tenant_id uuid not null references core.tenants (id),
  id uuid not null default core.uuid_v7(),
  name text not null,
  address text,
  state_code text references gst.states (code),
  is_default boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint godowns_are_named_once unique (tenant_id, name)
);
create unique index godowns_one_default on inventory.godowns (tenant_id) where is_default;
comment on table inventory.godowns is 'Where goods are kept';
comment on column inventory.godowns.is_default is 'Where goods of a line move that names no godown';
alter table inventory.godowns enable row level security;
alter table inventory.godowns force row level security;

create table inventory.stock_levels (
  tenant_id uuid not null,
  item_id uuid not null,
  godown_id uuid not null,
  quantity numeric(18, 3) not null default 0,
  value numeric(18, 2) not null default 0,
  unit_cost numeric(18, 6) not null default 0,
  on_challan_quantity numeric(18, 3) not null default 0,
  on_challan_value numeric(18, 2) not null default 0,
  inward_quantity numeric(18, 3) not null default 0,
  outward_quantity numeric(18, 3) not null default 0,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, item_id, godown_id),
  constraint stock_levels_item_is_known foreign key (tenant_id, item_id) references billing.items (tenant_id, id),
  constraint stock_levels_godown_is_known foreign key (tenant_id, godown_id) references inventory.godowns (tenant_id, id),
  constraint stock_levels_quantity_is_what_came_less_what_went check (quantity = inward_quantity - outward_quantity)
);
create index stock_levels_by_godown on inventory.stock_levels (tenant_id, godown_id);
comment on table inventory.stock_levels is 'What is there now: the sums of inventory.stock_moves, locked row by row while goods move';
comment on column inventory.stock_levels.value is 'Cost of the goods that are there: weighted average, in order of posting';
comment on column inventory.stock_levels.unit_cost is 'Cost of one unit as of the last move: what is issued beyond the stock, or comes back uncosted, is valued by';
comment on column inventory.stock_levels.on_challan_quantity is 'Gone from here on delivery challans, neither sold nor back: still ours';
comment on column inventory.stock_levels.on_challan_value is 'Cost of the goods on challan';
comment on column inventory.stock_levels.inward_quantity is 'All that ever came, less what was taken back of it';
comment on column inventory.stock_levels.outward_quantity is 'All that ever went, less what was taken back of it';
alter table inventory.stock_levels enable row level security;
alter table inventory.stock_levels force row level security;

create type inventory.stock_move as (
  tenant_id uuid,
  id uuid,
  voucher_id uuid,
  line_no integer,
  item_id uuid,
  godown_id uuid,
  on_challan boolean,
  move_date date,
  kind text,
  quantity numeric(18, 3),
  value numeric(18, 2),
  original_id uuid,
  original_line_no integer,
  reverses_id uuid,
  created_at timestamptz
);
comment on type inventory.stock_move is 'A stock move as the posting functions hand it on; inventory.stock_moves is a table of it';

create table inventory.stock_moves of inventory.stock_move (
  tenant_id with options not null,
  id with options not null default core.uuid_v7(),
  item_id with options not null,
  godown_id with options not null,
  on_challan with options not null default false,
  move_date with options not null,
  kind with options not null constraint stock_moves_kind_is_known check (kind in
    ('opening', 'purchase', 'purchase_return', 'sale', 'sale_return', 'challan_out', 'challan_return', 'transfer_out', 'transfer_in')),
  quantity with options not null constraint stock_moves_move_something check (quantity <> 0),
  value with options not null,
  created_at with options not null default now(),
  primary key (tenant_id, id),
  constraint stock_moves_belong_to_a_voucher foreign key (tenant_id, voucher_id) references billing.vouchers (tenant_id, id),
  constraint stock_moves_original_is_known foreign key (tenant_id, original_id) references billing.vouchers (tenant_id, id),
  constraint stock_moves_reverse_a_move foreign key (tenant_id, reverses_id) references inventory.stock_moves (tenant_id, id),
  constraint stock_moves_have_a_level foreign key (tenant_id, item_id, godown_id)
    references inventory.stock_levels (tenant_id, item_id, godown_id)
);
create index stock_moves_by_item on inventory.stock_moves (tenant_id, item_id, godown_id, move_date);
create index stock_moves_by_date on inventory.stock_moves (tenant_id, move_date);
create index stock_moves_by_voucher on inventory.stock_moves (tenant_id, voucher_id) where voucher_id is not null;
create index stock_moves_by_original on inventory.stock_moves (tenant_id, original_id) where original_id is not null;
create unique index stock_moves_reversed_once on inventory.stock_moves (tenant_id, reverses_id) where reverses_id is not null;
comment on table inventory.stock_moves is 'The journal of goods: append-only, every quantity with its cost, signed';
comment on column inventory.stock_moves.voucher_id is 'The document that moved them; null: opening stock';
comment on column inventory.stock_moves.on_challan is 'true: goods that left this godown on a challan, not the goods in it; a challan moves from the one to the other';
comment on column inventory.stock_moves.quantity is 'In the item''s unit; positive: came, negative: went';
comment on column inventory.stock_moves.value is 'Cost of the quantity, of the same sign';
comment on column inventory.stock_moves.original_id is 'The document whose goods come back, are sent back or, gone on a challan, are sold';
comment on column inventory.stock_moves.reverses_id is 'The move it takes back, of the same day, because its document was cancelled';
alter table inventory.stock_moves enable row level security;
alter table inventory.stock_moves force row level security;

alter table billing.voucher_lines add constraint voucher_lines_godown_is_known
  foreign key (tenant_id, godown_id) references inventory.godowns (tenant_id, id);
create index voucher_lines_by_godown on billing.voucher_lines (tenant_id, godown_id) where godown_id is not null;
