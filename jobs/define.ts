import * as v from "valibot";
import type { PortalDeps } from "../domain/einvoice/mod.ts";
import type { EwbDeps } from "../domain/ewaybill/mod.ts";
import type { DeliverDeps, MailDeps } from "../domain/notify/mod.ts";
import type { ObjectStore } from "../domain/payout/mod.ts";
import type { Context } from "../domain/shared/context.ts";
import type { Later } from "../domain/shared/work.ts";

/** What jobs need of the outside, made once in main.ts. */
export interface JobDeps {
  readonly later: Later;
  readonly portals: PortalDeps;
  readonly ewayPortals: EwbDeps;
  readonly notify: MailDeps & DeliverDeps;
  /** Where printed invoices of partners are kept. */
  readonly documents: ObjectStore;
}

/** A job's surroundings: the context of its tenant, acting as `job`, and what this run is. */
export interface JobContext extends Context {
  readonly deps: JobDeps;
  readonly run: {
    /** Id of the queued job; its attempts share it. */
    readonly id: string;
    readonly attempt: number;
    /** Aborted when the queue took the job away, or would not wait for it any longer. */
    readonly signal: AbortSignal;
  };
}

/** What a run did, in counts, for the operator; null when there was nothing to do. */
export type Summary = Record<string, unknown> | null;

export interface Retry {
  /** How often it is tried again after the first time. */
  readonly limit: number;
  /** Pause before the first repetition; doubles each time, with jitter. */
  readonly delaySeconds: number;
  readonly delayAtMostSeconds: number;
}

interface Definition<Payload extends { tenantId: string }> {
  /** The name its context gave it in work.ts. */
  readonly name: string;
  /** The key that makes doing it twice as good as once. For readers; the work keeps it. */
  readonly idempotentBy: string;
  /** Ids only: the queue knows no tenants. */
  readonly schema: v.GenericSchema<unknown, Payload>;
  /** Cron, read in `tz`: swept over every tenant, with `{tenantId}` as payload. */
  readonly schedule?: string;
  readonly tz?: string;
  readonly retry?: Partial<Retry>;
  /** At most one queued and one running for the same payload (and one sweep), over all workers. */
  readonly singleton?: boolean;
  /** How many this process runs at a time. */
  readonly concurrency?: number;
  /** After this the queue counts a run as lost and tries again. */
  readonly expireInSeconds?: number;
  work(ctx: JobContext, payload: Payload): Promise<Summary>;
}

/** A job as the worker sees it. */
export interface Job {
  readonly name: string;
  readonly idempotentBy: string;
  readonly schedule: string | null;
  readonly tz: string;
  readonly retry: Retry;
  readonly singleton: boolean;
  readonly concurrency: number;
  readonly expireInSeconds: number;
  /** The run for one payload; null when the payload is not this job's, which no repetition mends. */
  bind(payload: unknown): ((ctx: JobContext) => Promise<Summary>) | null;
}

export const tenantId = v.pipe(v.string(), v.uuid());
/** The payload of most jobs. */
export const ofTenant = v.strictObject({ tenantId });

/** A job: the work a context named, bound to what does it, when, and how often it is tried. */
export function defineJob<Payload extends { tenantId: string }>(definition: Definition<Payload>): Job {
  const { name, idempotentBy, schema, schedule, tz, retry, singleton, concurrency, expireInSeconds } = definition;
  return {
    name,
    idempotentBy,
    schedule: schedule ?? null,
    tz: tz ?? "Asia/Kolkata",
    retry: { limit: 5, delaySeconds: 5, delayAtMostSeconds: 900, ...retry },
    singleton: singleton ?? false,
    concurrency: concurrency ?? 1,
    expireInSeconds: expireInSeconds ?? 900,
    bind(payload) {
      const read = v.safeParse(schema, payload);
      return read.success ? (ctx) => definition.work(ctx, read.output) : null;
    },
  };
}
