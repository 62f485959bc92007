import { withTenant } from "../../db/tenant.ts";
import type { TransactionSql } from "../../db/pool.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { Rests } from "./breaker.ts";
import { type Call, callOf, type Log, recordCalls } from "./exchanges.ts";
import { spentBeyond, turnstile } from "./pace.ts";
import { runPipeline } from "./pipeline.ts";
import { type NamedSites, sitesInUse } from "./providers.ts";
import type { NoPortal, Office, Opened } from "./registration.ts";
import type { Site, Sites } from "./sites.ts";

type InTurn = ReturnType<typeof turnstile>;

/** A document as a claim in SQL takes it. */
export interface Due {
  readonly voucher_id: string;
  readonly gstin: string;
  readonly attempt: number;
  /** It may have reached the portal before: it is asked for, and surely not sent first. */
  readonly ask_first: boolean;
  /** Where it goes; null: to the first provider there is. */
  readonly provider: string | null;
}

/** What documents of one kind need beside what all have in common. */
export interface Errand<S extends Site, Row extends Due, P extends Opened<S>, Answer extends { outcome: string }> {
  readonly office: Office;
  readonly deps: {
    readonly keys: Keys;
    readonly sites: Sites<S>;
    readonly leaseSeconds?: number;
    readonly width?: number;
  };
  claim(sql: TransactionSql, n: number, leaseSeconds: number, sites: NamedSites): Promise<readonly Row[]>;
  open(gstin: string, provider: string | null, log: Log, inTurn: InTurn): Promise<P | NoPortal>;
  /** Never throws for what a portal does. */
  settle(portal: P, row: Row): Promise<Answer>;
  /** Writes answers down; each with the row it is for, and when its calls began. */
  record(sql: TransactionSql, answers: readonly Answered<Row, Answer>[]): Promise<unknown>;
  nextDue(sql: TransactionSql, sites: NamedSites): Promise<number | null>;
}

export interface Answered<Row, Answer> {
  readonly row: Row;
  readonly startedAt: string;
  readonly answer: Answer | Held;
}

/** Of one that was not called for, or of which nothing can be known for a reason of our own. */
export interface Held {
  readonly outcome: "put_back" | "failed" | "unknown";
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly refusedBy?: "registration";
}

export interface RunResult {
  readonly generated: number;
  readonly failed: number;
  readonly open: number;
  /** Seconds until the next open one is due; null where none is open. */
  readonly nextInSeconds: number | null;
}

/** So many calls are under way at a time. */
const width = 32;
/** So many documents for each call: while some are called for, the answers of others are read and verified. */
const documentsACall = 1.25;
/** Longer than the calls for one document may take with their sign-in, so that a living worker never loses its lease. */
const leaseSeconds = 300;
/** The queue takes a run for lost after a quarter of an hour; it ends before, and the next one goes on. */
const runsAtMostMs = 600_000;

/**
 * Takes the tenant's due documents until none has a way: claim (committed), call the portal outside any transaction, write
 * answers and exchanges down in groups. Safe beside other workers and after a kill at any point.
 */
export async function runDue<S extends Site, Row extends Due, P extends Opened<S>, Answer extends { outcome: string }>(
  ctx: Context,
  errand: Errand<S, Row, P, Answer>,
  signal?: AbortSignal,
): Promise<RunResult> {
  const { office, deps } = errand;
  const { named, isComplete } = await sitesInUse(ctx, office, deps.sites);
  const result = { generated: 0, failed: 0, open: 0 };
  const rests = new Rests();
  const opened = new Map<string, Promise<P | NoPortal>>();
  const limits = new Map<string, number>();
  const calls: Call[] = [];
  const log: Log = (way, entityId, exchange) => {
    limits.set(exchange.gstin, way.site.callsPerMinute);
    calls.push(callOf(way, entityId, exchange));
  };
  const atOnce = deps.width ?? width;
  const inTurn = turnstile(atOnce);
  const endsAt = performance.now() + runsAtMostMs;
  let taken = 0;

  const settle = async (turn: number, row: Row): Promise<Answer | Held> => {
    const key = `${row.gstin} ${row.provider}`;
    const opening = opened.get(key) ?? errand.open(row.gstin, row.provider, log, inTurn);
    opened.set(key, opening);
    const portal = await opening;
    if ("errorCode" in portal) return noWay(portal, row);
    const isResting = rests.isResting(turn, row.gstin, `${portal.environment} ${portal.site.provider}`);
    return isResting ? { outcome: "put_back" } : await errand.settle(portal, row);
  };
  const write = async (answers: readonly Answered<Row, Answer>[], made: readonly Call[]) => {
    const spent = spentBeyond(made, answers.map(({ row }) => row), limits);
    const resting = await withTenant(ctx, async (tx) => {
      if (answers.length > 0) await errand.record(tx.sql, answers);
      return await recordCalls(tx, office, made, spent);
    });
    rests.found(resting);
    for (const { answer: { outcome } } of answers) {
      if (outcome !== "put_back") result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
    }
  };

  await runPipeline<{ turn: number; row: Row }, Answered<Row, Answer>>({
    width: Math.ceil(atOnce * documentsACall),
    ...(signal && { signal }),
    claim: async (n) => {
      if (performance.now() > endsAt) return [];
      const turn = rests.claiming();
      const claim = (sql: TransactionSql) => errand.claim(sql, n, deps.leaseSeconds ?? leaseSeconds, named);
      const rows = await withTenant(ctx, ({ sql }) => claim(sql));
      taken += rows.length;
      return rows.map((row) => ({ turn, row }));
    },
    settle: async ({ turn, row }) => {
      const startedAt = ctx.clock.now().toISOString();
      const answer = await settle(turn, row).catch((error) => unsettled(office, row, error));
      return { row, startedAt, answer };
    },
    putBack: ({ row }) => ({ row, startedAt: ctx.clock.now().toISOString(), answer: { outcome: "put_back" } }),
    record: (answers) => writeSurely(office, write, answers, calls.splice(0)),
  });
  const next = await withTenant(ctx, ({ sql }) => errand.nextDue(sql, named));
  // What is due and could not be taken, for whatever reason, is not asked for again in the same breath.
  const atLeast = isComplete ? taken > 0 ? 0 : 1 : 30;
  return { ...result, nextInSeconds: next === null ? null : Math.max(next, atLeast) };
}

/** One answer that cannot be written must not take the others of its group with it: then each goes by itself. */
async function writeSurely<A, C>(
  office: Office,
  write: (answers: readonly A[], calls: readonly C[]) => Promise<void>,
  answers: readonly A[],
  calls: readonly C[],
): Promise<void> {
  try {
    return await write(answers, calls);
  } catch (error) {
    const parts = [...answers.map((one) => [[one], []] as const), ...calls.map((one) => [[], [one]] as const)];
    let lost = 0;
    for (const [answer, call] of parts) await write(answer, call).catch(() => lost++);
    const event = {
      event: "answers_not_recorded",
      portal: office.portal,
      lost,
      of: parts.length,
      error: String(error),
    };
    console.error(JSON.stringify(event));
    if (lost === parts.length) throw error;
  }
}

/** No way to the portal: what was never sent is told so; what may be there stays unknown until there is a way. */
function noWay({ errorCode, errorMessage }: NoPortal, row: Due): Held {
  return row.ask_first
    ? { outcome: "unknown", errorCode, errorMessage }
    : { outcome: "failed", refusedBy: "registration", errorCode, errorMessage };
}

/** A fault of our own; whether this one was sent, the portal is asked. */
function unsettled(office: Office, row: Due, error: unknown): Held {
  const event = {
    event: "document_not_settled",
    portal: office.portal,
    voucherId: row.voucher_id,
    error: String(error),
  };
  console.error(JSON.stringify(event));
  const errorMessage =
    "something went wrong here, not at the portal; the portal is asked before anything is sent again";
  return { outcome: "unknown", errorCode: "internal_error", errorMessage };
}
