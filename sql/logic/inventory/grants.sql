-- The journal of stock moves is append-only; the levels beside it are its sums.
grant usage on schema inventory to pakka_app, pakka_worker, pakka_reader;
grant select on all tables in schema inventory to pakka_app, pakka_worker, pakka_reader;
grant insert on inventory.godowns, inventory.stock_levels, inventory.stock_moves to pakka_app;
grant update on inventory.godowns to pakka_app;
grant update (quantity, value, unit_cost, on_challan_quantity, on_challan_value, inward_quantity, outward_quantity, updated_at)
  on inventory.stock_levels to pakka_app;
grant execute on all functions in schema inventory to pakka_app, pakka_worker, pakka_reader;
