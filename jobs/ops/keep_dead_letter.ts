import type { JobWithMetadata } from "pg-boss";
import { callOne } from "../../db/call.ts";
import { withSystem, withTenant } from "../../db/tenant.ts";
import type { Actor } from "../../domain/shared/context.ts";
import type { Surroundings } from "../run.ts";

type Dead = Pick<
  JobWithMetadata<object>,
  "id" | "data" | "sourceName" | "sourceId" | "sourceRetryCount" | "sourceOutput" | "output"
>;

/**
 * What the queue gave up becomes a row of its company (`ops.dead_letters`), where somebody sees it and sends it again. Only
 * then is the queue's own copy done with. A sweep died for every company it failed for. What names no company of ours is
 * left to the log: no one could be shown it. Doing it twice is as good as once: the row is of the job.
 */
export async function keepDeadLetter(around: Surroundings, dead: Dead): Promise<void> {
  const payload = (dead.data ?? {}) as { tenantId?: string };
  const job = dead.sourceName ?? "unknown";
  const tenants = await withSystem(around.db, (sql) => sql<{ id: string }[]>`select id from core.tenants order by id`);
  const swept = payload.tenantId === undefined;
  const concerned = tenants.filter(({ id }) => swept || id === payload.tenantId);
  const letter = {
    job,
    queuedId: dead.sourceId ?? dead.id,
    payload: swept ? {} : payload,
    attempts: (dead.sourceRetryCount ?? 0) + 1,
    error: whyOf(dead.sourceOutput ?? dead.output),
  };
  let kept = 0;
  for (const { id } of concerned) {
    const actor: Actor = { kind: "job", tenantId: id, userId: null, roles: [], scopes: new Set() };
    const ctx = { db: around.db, clock: around.clock, actor, requestId: dead.id, ip: null };
    const row = await withTenant(
      ctx,
      (tx) => callOne(tx.sql, "ops.record_dead_letter", { p_letter: letter, p_swept: swept }),
    );
    if (row?.answer) kept++;
  }
  around.log({ level: "error", event: "job_given_up", job, id: letter.queuedId, error: letter.error, companies: kept });
}

/** The queue keeps what the last run said, in one of several wrappings; a dead worker said nothing. */
function whyOf(output: unknown): string {
  if (typeof output !== "object" || output === null) return String(output ?? "the worker died");
  const { message, value } = output as { message?: unknown; value?: unknown };
  return typeof message === "string" ? message : value === undefined ? JSON.stringify(output) : whyOf(value);
}
