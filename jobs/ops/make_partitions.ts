import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { makePartitions } from "../../domain/ops/mod.ts";
import { defineJob, ofTenant } from "../define.ts";

/** Every night: the months of calls to portals ahead, and off with those the database's setting lets go. */
export const makePartitionsJob = defineJob({
  name: makePartitions,
  idempotentBy: "the months that are there; the first company's turn makes them for all",
  schema: ofTenant,
  schedule: "10 2 * * *",
  singleton: true,
  async work(ctx) {
    const [made, dropped] = await withTenant(ctx, async ({ sql }) => [
      await callOne(sql, "ops.make_partitions", {}),
      await callOne(sql, "ops.drop_partitions", {}),
    ]);
    const months = { made: made?.answer ?? 0, dropped: dropped?.answer ?? 0 };
    return months.made + months.dropped > 0 ? months : null;
  },
});
