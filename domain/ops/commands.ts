import { callRows } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import { cancelIrn, generateIrn } from "../einvoice/mod.ts";
import { changeBill, generateBills, generateBillsByIrn } from "../ewaybill/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Later, WorkPayload } from "../shared/work.ts";
import { readApiCall } from "./calls.ts";
import { mustFindHere } from "./crossings.ts";
import { readJob } from "./jobs.ts";
import { refuse } from "./refusals.ts";
import type { OneApiCall, RetryAllBody, RetryAllDone } from "./schema.ts";

interface MadeDue {
  kind: "e_invoice" | "irn_cancellation" | "e_way_bill" | "e_way_change";
  subject_id: string;
}

/**
 * Makes due again what a failed call was about, and wakes who does it; answers the call, with the thing as it stands.
 * Refuses: api_call_succeeded, api_call_settled, api_call_about_nothing, and what the thing's own context refuses.
 */
export async function retryApiCall(ctx: Context, later: Later, id: string): Promise<OneApiCall> {
  await mustFindHere(ctx, "ops.api_calls", id, async (tx) => {
    const [due] = await tx.sql<MadeDue[]>`select kind, subject_id from ops.retry_call(${id})`;
    if (due) await enqueue(tx, later, due);
    return due;
  });
  wake(ctx, later);
  return await readApiCall(ctx, id);
}

/** The same for everything that stands after a failed call, five hundred things at a time, the oldest first. */
export async function retryAllCalls(ctx: Context, later: Later, body: RetryAllBody): Promise<RetryAllDone> {
  const rows = await withTenant(ctx, async (tx) => {
    const found = await tx.sql<(MadeDue & { api_call_id: string; refused: string | null })[]>`
      select * from ops.retry_all(${body.portal ?? null}, ${body.errorCode ?? null})`;
    for (const due of found) if (due.refused === null) await enqueue(tx, later, due);
    return found;
  });
  wake(ctx, later);
  const refused = rows.flatMap(({ api_call_id, refused }) =>
    refused === null ? [] : [{ apiCallId: api_call_id, code: refused }]
  );
  return { retried: rows.length - refused.length, refused };
}

/** Cancellations and changes are a job each; documents and bills are rows that the runs look for. */
async function enqueue(tx: TenantTransaction, later: Later, { kind, subject_id }: MadeDue): Promise<void> {
  const { tenantId } = tx;
  if (kind === "irn_cancellation") await later.enqueue(tx.sql, cancelIrn, { tenantId, cancellationId: subject_id });
  if (kind === "e_way_change") await later.enqueue(tx.sql, changeBill, { tenantId, changeId: subject_id });
}

function wake(ctx: Context, later: Later): void {
  const { tenantId } = ctx.actor;
  for (const run of [generateIrn, generateBills, generateBillsByIrn]) later.nudge(run, { tenantId });
}

/**
 * Sends a job that was given up once more, with its retries anew. Takes the dead letter's id or the job's.
 * Refuses: dead_letter_retried, job_not_given_up.
 */
export async function retryJob(ctx: Context, later: Later, id: string) {
  const known = await readJob(ctx, id);
  if (!known.deadLetter) throw refuse("job_not_given_up", { state: known.state });
  await withTenant(ctx, async (tx) => {
    const [letter] = await callRows(tx.sql, "ops.retry_dead_letter", { p_id: id }) as {
      job: string;
      payload: WorkPayload;
    }[];
    if (letter) await later.enqueue(tx.sql, letter.job, letter.payload);
  });
  return await readJob(ctx, id);
}
