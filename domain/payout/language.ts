import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";

/** The language a partner is known to read, of whoever acts for one; null where that partner is not known. */
export async function readPartnerLanguage(ctx: Context): Promise<"en" | "hi" | null> {
  const { destinationId } = ctx.actor;
  if (destinationId === undefined) return null;
  const [row] = await withTenant(
    ctx,
    ({ sql, tenantId }) =>
      sql<{ language: "en" | "hi" }[]>`
        select language from payout.partners where tenant_id = ${tenantId} and destination_id = ${destinationId}`,
  );
  return row?.language ?? null;
}
