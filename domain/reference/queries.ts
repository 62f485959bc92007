import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { Refusal } from "../shared/refusals.ts";

/** The tables of the law that can be read, as a list in JSON text. */
export async function listReference(ctx: Context): Promise<string> {
  return await withTenant(ctx, (tx) => callJson(tx.sql, "gst.reference_list", {})) ?? "null";
}

/** A table of the law as it stood on a day, today in India by default, as a list in JSON text. Refuses: not_found. */
export async function readReference(ctx: Context, table: string, on: string | undefined): Promise<string> {
  const asked = { p_table: table, p_on: on };
  const rows = await withTenant(ctx, (tx) => callJson(tx.sql, "gst.reference_table", asked));
  if (rows === null) {
    throw new Refusal("not_found", 404, `there is no reference table ${table}; GET /api/reference lists them`);
  }
  return rows;
}

/** Rows of the law that begin or end between two days, from today in India on by default, as a list in JSON text. */
export async function listChanges(ctx: Context, asked: { from?: string | undefined; to?: string | undefined }) {
  const between = { p_from: asked.from, p_to: asked.to };
  return await withTenant(ctx, (tx) => callJson(tx.sql, "gst.reference_changes", between)) ?? "null";
}
