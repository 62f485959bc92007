import type { JSONValue } from "postgres";
import { isOvertaken, isTakenBack, toRefusal } from "../../db/errors.ts";
import { enteringContext } from "../../db/tenant.ts";
import type { Claim } from "../shared/once.ts";
import type { Context } from "../shared/context.ts";
import type { Later } from "../shared/work.ts";
import { Refusal } from "../shared/refusals.ts";
import { checkOverride, refuse } from "./refusals.ts";

/** One document's answer from billing.post_vouchers: JSON text of the document, or of the errors array. */
export interface Posting {
  readonly outcome: "posted" | "replayed" | "refused";
  readonly voucherId: string | null;
  readonly answer: string;
  readonly status: number;
  /** Names of the work that is due now; its rows are written, a nudge is enough. */
  readonly follows: readonly string[];
}

interface PostingRow extends Omit<Posting, "voucherId"> {
  readonly ord: number;
  readonly voucher_id: string | null;
}

interface Waiting {
  readonly ctx: Context;
  readonly document: unknown;
  readonly claim: Claim | null;
  readonly brief: boolean;
  readonly draftId: string | null;
  done(posting: Posting): void;
  failed(error: unknown): void;
}

interface Lane {
  readonly waiting: Waiting[];
  inFlight: number;
}

const batchAtMost = 100;
const waitingAtMost = 5000;
/** While one batch waits for the series' lock or for the disk, the next one is computed. */
const inFlightAtMost = 2;

/**
 * Group posting: while the calls of a lane are in flight, the documents that arrive wait and then go together.
 * Self-clocking: no timer, no delay for one client alone. A lane is one actor of one tenant from one address, so that
 * the audit trail of a batch names the right person; lanes go side by side, and the series' lock keeps them in order.
 * Each caller gets its own answer. The batches of a bulk call go one after the other, so that its documents are
 * numbered in the order sent. Refuses: posting_queue_full; scope_missing, where a lock is to be overridden.
 */
export class PostingQueue {
  readonly #lanes = new Map<string, Lane>();
  readonly #later: Later;

  constructor(later: Later) {
    this.#later = later;
  }

  /** Documents that wait, over all lanes: for /metrics. */
  get length(): number {
    return [...this.#lanes.values()].reduce((sum, lane) => sum + lane.waiting.length, 0);
  }

  /** `draftId`: the draft that this document was; posting takes its id over and its row away. */
  async post(
    ctx: Context,
    document: unknown,
    claim: Claim | null,
    brief = false,
    draftId: string | null = null,
  ): Promise<Posting> {
    checkOverride(ctx, document);
    const key = [ctx.actor.tenantId, ctx.actor.kind, ctx.actor.userId, ctx.ip].join("|");
    const lane = this.#lanes.get(key) ?? { waiting: [], inFlight: 0 };
    if (lane.waiting.length >= waitingAtMost) throw refuse("posting_queue_full", { retryAfter: 1 });
    this.#lanes.set(key, lane);
    return await new Promise((done, failed) => {
      lane.waiting.push({ ctx, document, claim, brief, draftId, done, failed });
      void this.#pump(key, lane);
    });
  }

  async #pump(key: string, lane: Lane): Promise<void> {
    const isBulk = lane.waiting[0]?.brief === true;
    if (lane.inFlight >= (isBulk ? 1 : inFlightAtMost)) return;
    const batch = takeBatch(lane.waiting);
    if (batch.length === 0) return void (lane.inFlight === 0 && this.#lanes.delete(key));
    lane.inFlight++;
    try {
      const follows = await postTogether(batch);
      const { tenantId } = batch[0]!.ctx.actor;
      for (const name of follows) this.#later.nudge(name, { tenantId });
    } finally {
      lane.inFlight--;
      void this.#pump(key, lane);
    }
  }
}

/** The next documents that may go together: alike in the form of their answers, no idempotency key and no draft twice. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const brief = waiting[0]?.brief;
  const keys = new Set<string>();
  let size = 0;
  for (const next of waiting) {
    const named = [next.claim?.key, next.draftId].filter((name) => typeof name === "string");
    if (size === batchAtMost || next.brief !== brief || named.some((name) => keys.has(name))) break;
    named.forEach((name) => keys.add(name));
    size++;
  }
  return waiting.splice(0, size);
}

/** Posts a batch, tells each caller, and answers the names of the work that is due now. */
async function postTogether(batch: readonly Waiting[], again = false): Promise<Set<string>> {
  try {
    const answers = await callPostVouchers(batch);
    batch.forEach((waiting, i) => waiting.done(answers[i]!));
    return new Set(answers.flatMap((answer) => answer.follows));
  } catch (error) {
    const refusal = toRefusal(error);
    // One document may have spoilt the call for all: each goes alone. Not when the database is away, since then the
    // call may have been committed, and only the caller's Idempotency-Key can tell. Where another was quicker with the
    // key or the series, once more is enough.
    const isOver = !isTakenBack(error) || (refusal instanceof Refusal && refusal.status === 503);
    if (!isOver && (batch.length > 1 || (!again && isOvertaken(error)))) return await postOneByOne(batch);
    batch.forEach((waiting) => waiting.failed(refusal));
    return new Set();
  }
}

async function postOneByOne(batch: readonly Waiting[]): Promise<Set<string>> {
  const follows = new Set<string>();
  for (const waiting of batch) {
    (await postTogether([waiting], batch.length === 1)).forEach((name) => follows.add(name));
  }
  return follows;
}

async function callPostVouchers(batch: readonly Waiting[]): Promise<Posting[]> {
  const { ctx, brief } = batch[0]!;
  const docs = batch.map(({ document, claim, draftId }) => ({
    document,
    ...(draftId && { draftId }),
    ...(claim && { idempotencyKey: claim.key, requestHash: claim.requestHash }),
  }));
  const rows = await ctx.db<PostingRow[]>`
    select ord, outcome, voucher_id, answer, status, follows
    from billing.post_vouchers(${ctx.db.json(docs as JSONValue)}, ${ctx.db.json(enteringContext(ctx))}, ${brief})`;
  const answers = new Array<Posting>(batch.length);
  for (const { ord, voucher_id, ...rest } of rows) answers[ord] = { voucherId: voucher_id, ...rest };
  return answers;
}
