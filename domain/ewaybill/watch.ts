import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { changeRequested } from "./change.ts";
import { sitesInUse } from "../portals/mod.ts";
import { type EwbDeps, office } from "./portal.ts";

/** So many changes are asked of the portal at a time. */
const width = 4;
/** So many a run; the next comes in minutes. */
const atMost = 200;

/** How many changes were brought to an end, how many the portal has to be asked about once more. */
export interface Swept {
  readonly settled: number;
  readonly open: number;
}

/**
 * Takes up the tenant's open changes that nobody has in hand: their job died, was killed or used up its tries. Then hands to a
 * person what has been unknown for 46 hours.
 */
export async function sweepOpenChanges(ctx: Context, deps: EwbDeps, signal?: AbortSignal) {
  const swept = { settled: 0, open: 0 };
  const { named } = await sitesInUse(ctx, office, deps.sites);
  const due = await withTenant(
    ctx,
    ({ sql }) => sql<{ id: string }[]>`select id from ewaybill.due_changes(${atMost}, ${sql.json({ ...named })}) as id`,
  );
  await askAll(ctx, deps, due.map(({ id }) => id), swept, signal);
  const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.watch_unknown", {}));
  return { ...swept, toPerson: row?.answer ?? 0 };
}

/**
 * Asks for the tenant's planned extensions whose window is open, and tells a person of those that are not there while it
 * closes.
 */
export async function extendDueBills(ctx: Context, deps: EwbDeps, signal?: AbortSignal) {
  const swept = { settled: 0, open: 0 };
  const begun = await withTenant(
    ctx,
    ({ sql }) => sql<{ id: string }[]>`select id from ewaybill.begin_planned() as id`,
  );
  await askAll(ctx, deps, begun.map(({ id }) => id), swept, signal);
  const row = await withTenant(ctx, ({ sql }) => callOne(sql, "ewaybill.watch_extensions", {}));
  return { ...swept, told: row?.answer ?? 0 };
}

async function askAll(
  ctx: Context,
  deps: EwbDeps,
  ids: readonly string[],
  swept: { -readonly [K in keyof Swept]: Swept[K] },
  signal?: AbortSignal,
): Promise<void> {
  const waiting = [...ids];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined && !signal?.aborted; id = waiting.shift()) {
      swept[await changeRequested(ctx, deps, id) ? "settled" : "open"]++;
    }
  };
  await Promise.all(Array.from({ length: width }, work));
}

/** Marks the tenant's bills past their validity, and tells of those that end within a day. */
export async function expireBills(ctx: Context): Promise<{ expired: number; told: number }> {
  return await withTenant(ctx, async ({ sql }) => {
    const expired = await callOne(sql, "ewaybill.expire_due", {});
    const told = await callOne(sql, "ewaybill.notify_expiring", {});
    await callOne(sql, "ewaybill.raise_expiring", {});
    return { expired: expired?.answer ?? 0, told: told?.answer ?? 0 };
  });
}
