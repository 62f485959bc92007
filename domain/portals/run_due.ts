import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { Rests } from "./breaker.ts";
import type { Answered, Due, Errand, Held, InTurn, RunResult } from "./errand.ts";
import { type Call, callOf, type Log, recordCalls } from "./exchanges.ts";
import { spentBeyond, turnstile } from "./pace.ts";
import { runPipeline } from "./pipeline.ts";
import { type NamedSites, sitesInUse } from "./providers.ts";
import type { NoPortal, Office, Opened } from "./registration.ts";
import type { Site } from "./sites.ts";

/** So many calls are under way at a time. */
const width = 32;
/** So many documents for each call: while some are called for, the answers of others are read and verified. */
const documentsACall = 1.5;
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
  const { named, isComplete } = await sitesInUse(ctx, errand.office, errand.deps.sites);
  const run = new Run(ctx, errand, named);
  await runPipeline<Taken<Row>, Answered<Row, Answer>>({
    width: Math.ceil(run.atOnce * documentsACall),
    ...(signal && { signal }),
    claim: (n) => run.claim(n),
    settle: (taken) => run.settle(taken),
    putBack: ({ row }) => ({ row, startedAt: ctx.clock.now().toISOString(), answer: { outcome: "put_back" } }),
    record: (answers) => run.record(answers),
  });
  const next = await withTenant(ctx, ({ sql }) => errand.nextDue(sql, named));
  // What is due and could not be taken, for whatever reason, is not asked for again in the same breath.
  const atLeast = isComplete ? run.taken > 0 ? 0 : 1 : 30;
  return { ...run.result, nextInSeconds: next === null ? null : Math.max(next, atLeast) };
}

interface Taken<Row> {
  /** Of the claim that took it. */
  readonly turn: number;
  readonly row: Row;
}

/** What one run knows: the portals it opened, who rests, the calls not yet written down. */
class Run<S extends Site, Row extends Due, P extends Opened<S>, Answer extends { outcome: string }> {
  readonly result = { generated: 0, failed: 0, open: 0 };
  readonly atOnce: number;
  taken = 0;
  readonly #endsAt = performance.now() + runsAtMostMs;
  readonly #rests = new Rests();
  readonly #opened = new Map<string, Promise<P | NoPortal>>();
  readonly #limits = new Map<string, number>();
  readonly #calls: Call[] = [];
  readonly #inTurn: InTurn;

  constructor(readonly ctx: Context, readonly errand: Errand<S, Row, P, Answer>, readonly named: NamedSites) {
    this.atOnce = errand.deps.width ?? width;
    this.#inTurn = turnstile(this.atOnce);
  }

  async claim(n: number): Promise<Taken<Row>[]> {
    if (performance.now() > this.#endsAt) return [];
    const { ctx, errand, named } = this;
    const turn = this.#rests.claiming();
    const seconds = errand.deps.leaseSeconds ?? leaseSeconds;
    const rows = await withTenant(ctx, ({ sql }) => errand.claim(sql, n, seconds, named));
    this.taken += rows.length;
    return rows.map((row) => ({ turn, row }));
  }

  async settle({ turn, row }: Taken<Row>): Promise<Answered<Row, Answer>> {
    const startedAt = this.ctx.clock.now().toISOString();
    const answer = await this.#answerTo(turn, row).catch((error) => unsettled(this.errand.office, row, error));
    return { row, startedAt, answer };
  }

  async record(answers: readonly Answered<Row, Answer>[]): Promise<void> {
    await writeSurely(this.errand.office, (some, calls) => this.#write(some, calls), answers, this.#calls.splice(0));
  }

  async #answerTo(turn: number, row: Row): Promise<Answer | Held> {
    const portal = await this.#open(row);
    if ("errorCode" in portal) return noWay(portal, row);
    const isResting = this.#rests.isResting(turn, row.gstin, `${portal.environment} ${portal.site.provider}`);
    return isResting ? { outcome: "put_back" } : await this.errand.settle(portal, row);
  }

  /** A GSTIN's way to a provider, opened once a run. */
  #open({ gstin, provider }: Row): Promise<P | NoPortal> {
    const key = `${gstin} ${provider}`;
    const opening = this.#opened.get(key) ?? this.errand.open(gstin, provider, this.#log, this.#inTurn);
    this.#opened.set(key, opening);
    opening.catch(() => this.#opened.delete(key));
    return opening;
  }

  readonly #log: Log = (way, entityId, exchange) => {
    this.#limits.set(exchange.gstin, way.site.callsPerMinute);
    this.#calls.push(callOf(way, entityId, exchange));
  };

  async #write(answers: readonly Answered<Row, Answer>[], calls: readonly Call[]): Promise<void> {
    const { ctx, errand } = this;
    const spent = spentBeyond(calls, answers.map(({ row }) => row), this.#limits);
    const resting = await withTenant(ctx, async (tx) => {
      if (answers.length > 0) await errand.record(tx.sql, answers);
      return await recordCalls(tx, errand.office, calls, spent);
    });
    this.#rests.found(resting);
    for (const { answer: { outcome } } of answers) {
      if (outcome !== "put_back") this.result[outcome === "generated" || outcome === "failed" ? outcome : "open"]++;
    }
  }
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
