import type { Context } from "../domain/shared/context.ts";
import type { Database, TransactionSql } from "./pool.ts";
import { toRefusal } from "./errors.ts";

/** A transaction that knows its tenant: the only way to a row for a request or a job. */
export interface TenantTransaction {
  readonly sql: TransactionSql;
  readonly tenantId: string;
}

type Entering = Pick<Context, "db" | "actor" | "clock" | "requestId" | "ip">;

/** What `core.enter` is told: who acts, for which tenant, on which request. */
export function enteringContext(ctx: Entering): Record<string, string | null> {
  return {
    tenantId: ctx.actor.tenantId,
    userId: ctx.actor.userId,
    actorKind: ctx.actor.kind,
    requestId: ctx.requestId,
    ip: ctx.ip,
    now: ctx.clock.injected ? ctx.clock.now().toISOString() : null,
  };
}

/**
 * Runs `work` in one transaction of the actor's tenant. The tenant is set transaction-locally, so a pooled connection
 * carries nothing over; row-level security does the rest. Raised refusals come out as `Refusal`.
 */
export async function withTenant<T>(ctx: Entering, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
  try {
    return await ctx.db.begin(async (sql) => {
      await sql`select core.enter(${sql.json(enteringContext(ctx))})`;
      return await work({ sql, tenantId: ctx.actor.tenantId });
    }) as T;
  } catch (error) {
    throw toRefusal(error);
  }
}

/**
 * A transaction with no tenant: it sees reference rows and whatever has no tenant, and no row of any company.
 * For health, sign-in's first step and job bookkeeping.
 */
export async function withSystem<T>(db: Database, work: (sql: TransactionSql) => Promise<T>): Promise<T> {
  try {
    return await db.begin(work) as T;
  } catch (error) {
    throw toRefusal(error);
  }
}
