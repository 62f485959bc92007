import { createHash } from "node:crypto";
import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { ObjectStore } from "../gateways/object_store/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Later } from "../shared/work.ts";
import { storeDocuments } from "./work.ts";

const claimedAtOnce = 8;
/** Longer than a put, and reading back what was put, may take with all their repetitions. */
const leaseSeconds = 900;

export interface Stored {
  readonly stored: number;
  /** To be tried again. */
  readonly failed: number;
  /** Seconds until the next one is due; null where none waits. */
  readonly nextInSeconds: number | null;
}

interface Claimed {
  readonly id: string;
  readonly object_key: string;
  readonly media_type: string;
  readonly sha256: Uint8Array;
  readonly bytes: Uint8Array;
}

/** Wakes the job once an invoice was generated or signed; lost without harm, for it is swept too. */
export function storeSoon({ actor }: Context, later: Later): void {
  later.nudge(storeDocuments, { tenantId: actor.tenantId });
}

/**
 * Moves the tenant's documents that are still in their rows to the object store, a batch at a time: claim (committed), put
 * and read back outside any transaction, record. Only what was read back as it was leaves its row, so that a repetition
 * after a crash finds either the bytes or the object. Safe beside other workers.
 */
export async function storeDue(ctx: Context, store: ObjectStore, signal?: AbortSignal): Promise<Stored> {
  const done = { stored: 0, failed: 0 };
  while (!signal?.aborted) {
    const claimed = await withTenant(ctx, ({ sql }) =>
      callRows(sql, "payout.claim_documents", {
        p_limit: claimedAtOnce,
        p_lease_seconds: leaseSeconds,
      })) as Claimed[];
    if (claimed.length === 0) break;
    for (const isStored of await Promise.all(claimed.map((one) => storeOne(ctx, store, one)))) {
      done[isStored ? "stored" : "failed"]++;
    }
  }
  const next = await withTenant(ctx, ({ sql }) => callOne(sql, "payout.next_document", {}));
  return { ...done, nextInSeconds: next?.answer ?? null };
}

async function storeOne(ctx: Context, store: ObjectStore, one: Claimed): Promise<boolean> {
  const trouble = await move(store, one);
  await withTenant(
    ctx,
    ({ sql }) =>
      trouble === null
        ? callOne(sql, "payout.record_stored_document", { p_id: one.id, p_store: store.describe() })
        : callOne(sql, "payout.record_unstored_document", {
          p_id: one.id,
          p_store: store.describe(),
          p_error: trouble.why,
          p_needs_person: trouble.outcome === "refused",
        }),
  );
  return trouble === null;
}

/** Null where the object lies there as it should; else what stands in the way. */
async function move(store: ObjectStore, one: Claimed): Promise<{ outcome: "retry" | "refused"; why: string } | null> {
  const put = await store.put(one.object_key, one.bytes, one.media_type);
  if (put.outcome !== "done") return put;
  const there = await store.get(one.object_key);
  if (there.outcome === "missing") return { outcome: "refused", why: "it took the object and does not have it" };
  if (there.outcome !== "done") return there;
  const isSame = createHash("sha256").update(there.bytes).digest().equals(one.sha256);
  return isSame ? null : { outcome: "refused", why: "it took the object and gives back other bytes" };
}
