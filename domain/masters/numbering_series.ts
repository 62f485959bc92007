import { callJson, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, type PageAsked, pageJson } from "../shared/page.ts";
import type { Series, SeriesChange, SeriesPreview } from "./schema.ts";

/** Makes a series. Refuses what billing.put_numbering_series refuses: a series that could ever break rule 46(b). */
export async function createSeries(ctx: Context, series: Series, claim: Claim | null): Promise<Answered> {
  return await once(
    ctx,
    claim,
    async (tx) => await callJson(tx.sql, "billing.put_numbering_series", { p_id: null, p_series: series }) ?? "null",
  );
}

/** Changes a series; what is left out stays. Refuses: not_found, numbering_series_in_use once it has given a number. */
export async function changeSeries(ctx: Context, id: string, change: SeriesChange): Promise<string> {
  return await mustFind(
    ctx,
    "billing.numbering_series",
    id,
    (tx) => callJson(tx.sql, "billing.put_numbering_series", { p_id: id, p_series: change }),
  );
}

/** Every series of the company, by voucher type and name: a few dozen at most, so one page. */
export async function listSeries(ctx: Context): Promise<string> {
  const json = await withTenant(ctx, (tx) => callJson(tx.sql, "billing.list_numbering_series", {}));
  return `{"data":${json ?? "[]"},"nextCursor":null}`;
}

/** A page of the numbers a series gave, newest first. Refuses: not_found. */
export async function readHistory(ctx: Context, id: string, { limit, cursor }: PageAsked): Promise<string> {
  const [before] = keysAfter(cursor, 1) ?? [];
  return await mustFind(ctx, "billing.numbering_series", id, async ({ sql }) => {
    if (await callJson(sql, "billing.numbering_series_json", { p_id: id }) === null) return null;
    const asked = { p_series_id: id, p_limit: limit + 1, p_before: before ?? null };
    const rows = await callRows(sql, "billing.numbering_history_page", asked) as { id: string; document: unknown }[];
    return pageJson(rows.map((row) => ({ keys: [row.id], json: JSON.stringify(row.document) })), limit);
  });
}

/** The next five numbers a series would give on a day, and everything wrong with it. Nothing is stored. */
export async function previewSeries(ctx: Context, { date, ...series }: SeriesPreview): Promise<string> {
  const asked = { p_series: series, p_date: date ?? null };
  return await withTenant(ctx, (tx) => callJson(tx.sql, "billing.preview_numbering", asked)) ?? "null";
}
