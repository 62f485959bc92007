import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Office } from "./registration.ts";

/** A session that ends soon: a GSTIN's at a provider. */
export interface EndingSession {
  readonly gstin: string;
  readonly provider: string;
}

/** Renews one session at its portal; whether it serves on. */
export type Renew = (ctx: Context, session: EndingSession) => Promise<boolean>;

export interface Refreshed {
  readonly renewed: number;
  readonly failed: number;
  /** Of registrations that are no more, or that nobody used for a week. */
  readonly forgotten: number;
  /** Seconds until the next one may be renewed, where that is within the half hour. */
  readonly nextInSeconds: number | null;
}

/** What nobody used for so long is not renewed. */
const usedLately = "6 hours";
const halfHour = 1_800_000;

/**
 * Renews the tenant's sessions that were used lately and are within ten minutes of their end (earlier a portal gives the
 * same one again), one after the other, so that no call waits for a sign-in. Harmless beside calls that do the same.
 */
export async function refreshSessions(
  ctx: Context,
  renew: Record<Office["portal"], Renew>,
  signal?: AbortSignal,
): Promise<Refreshed> {
  const now = ctx.clock.now().getTime();
  const sessions = await withTenant(
    ctx,
    ({ sql }) =>
      sql<(EndingSession & { office: Office["portal"]; refresh_at: string })[]>`
      select * from ops.sessions_to_refresh(${new Date(now + halfHour).toISOString()}, ${usedLately}::interval)`,
  );
  const isDue = ({ refresh_at }: { refresh_at: string }) => new Date(refresh_at).getTime() <= now;
  const result = { renewed: 0, failed: 0 };
  for (const { office, gstin, provider } of sessions.filter(isDue)) {
    if (signal?.aborted) break;
    result[await renew[office](ctx, { gstin, provider }) ? "renewed" : "failed"]++;
  }
  const [next] = sessions.filter((session) => !isDue(session));
  const nextInSeconds = next ? Math.ceil((new Date(next.refresh_at).getTime() - now) / 1000) : null;
  const forgotten = await withTenant(ctx, ({ sql }) => callOne(sql, "ops.forget_portal_sessions", {}));
  return { ...result, forgotten: Number(forgotten?.answer ?? 0), nextInSeconds };
}
