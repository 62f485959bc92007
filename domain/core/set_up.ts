import type { Database } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { hashPassword } from "./passwords.ts";

/** A tenant to be made, with the people who may sign in. */
export interface NewTenant {
  readonly id: string;
  readonly name: string;
  readonly company: Record<string, unknown>;
  readonly users: readonly { email: string; name: string; roles: readonly string[]; destinationId?: string }[];
  readonly password: string;
}

/**
 * Makes a tenant whole: its company, chart of accounts, default series and people, in one transaction, or leaves it be
 * where it exists. `admin` signs in as the owner's administrator; the application's own role may not make tenants.
 * Answers whether it was made.
 */
export async function setUpTenant(admin: Database, tenant: NewTenant, clock: Context["clock"]): Promise<boolean> {
  const actor = { kind: "job" as const, tenantId: tenant.id, userId: null, roles: [], scopes: new Set<string>() };
  const ctx = { db: admin, actor, clock, requestId: "set-up", ip: null };
  const hash = await hashPassword(tenant.password);
  return await withTenant(ctx, async ({ sql }) => {
    await sql`set local role pakka_owner`;
    const [known] = await sql`select 1 from core.tenants where id = ${tenant.id}`;
    if (known) return false;
    await sql`select core.create_tenant(${tenant.name})`;
    await sql`select core.put_company(${sql.json(tenant.company as never)})`;
    await sql`select ledger.seed_chart(), billing.seed_numbering(), inventory.default_godown(), payout.seed_tenant()`;
    for (const user of tenant.users) {
      await sql`select core.create_user(${user.email}, ${user.name}, ${[...user.roles]}, ${hash}, ${
        user.destinationId ?? null
      })`;
    }
    return true;
  });
}
