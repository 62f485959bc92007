import type { Database } from "../../db/pool.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import { type Clock, systemClock } from "../../domain/shared/context.ts";

/** Acts for a tenant without HTTP: `acting(db, tenantId)((tx) => tx.sql`…`)`. */
export function acting(db: Database, tenantId: string, more: { userId?: string; clock?: Clock; ip?: string } = {}) {
  const { userId = null, clock = systemClock, ip = null } = more;
  const actor = { kind: userId ? "user" : "job", tenantId, userId, roles: [], scopes: new Set<string>() } as const;
  const entering = { db, actor, clock, requestId: "test", ip };
  return <T>(work: (tx: TenantTransaction) => Promise<T>): Promise<T> => withTenant(entering, work);
}

/** A row of the simplest audited table; its id. */
export async function addItem(tx: TenantTransaction, name: string): Promise<string> {
  const [row] = await tx.sql<{ id: string }[]>`
    insert into billing.items (tenant_id, name, hsn, unit, gst_rate)
    values (${tx.tenantId}, ${name}, '847130', 'NOS', 18) returning id`;
  return row?.id ?? "";
}
