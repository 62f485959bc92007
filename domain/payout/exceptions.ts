import { z } from "zod";
import { callJson, callOne } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import { refuse as refuseCaller } from "../core/mod.ts";
import type { Context } from "../shared/context.ts";
import { type Answered, type Claim, once } from "../shared/once.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import { Refusal } from "../shared/refusals.ts";
import type { ExceptionsQuery, ResolveBody } from "./exceptions_schema.ts";

/** What one resolution or another takes. */
interface Given {
  readonly resolution: string;
  readonly reason?: string | undefined;
  readonly amount?: string | undefined;
  readonly invoiceId?: string | undefined;
  readonly utrNumber?: string | undefined;
}

/** Rows of settlement files that a person decides on, the newest first. JSON text. Refuses: reconciliation_unknown. */
export async function listExceptions(ctx: Context, query: ExceptionsQuery): Promise<string> {
  const [at = null, id = null] = keysAfter(query.cursor, ["instant", "uuid"]) ?? [];
  const statuses = query.status === "UNRESOLVED" ? ["OPEN", "ASSIGNED"] : query.status ? [query.status] : null;
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<{ id: string; at: string; json: string }[]>`
      select id, created_at::text as at, document::text as json
      from payout.exceptions_page(${query.limit + 1}, ${statuses}, ${query.classification ?? null}, ${
      query.reconciliationId ?? null
    }, ${at}::timestamptz, ${id}::uuid)`);
  return pageJson(rows.map(({ id, at, json }) => ({ keys: [at, id], json })), query.limit);
}

/** One of them, with the decisions on it. JSON text. Refuses: settlement_exception_not_found. */
export async function readException(ctx: Context, id: string): Promise<string> {
  return await found(ctx, id, (rowId) => withTenant(ctx, ({ sql }) => read(sql, rowId)));
}

/**
 * Does what a person decided on a row: whatever follows of it is one transaction, and the decision is added to those before.
 * All but raising it with the bank needs payouts:approve; where money moves, also another person than who brought the file
 * in, unless the company's settings say that one is enough.
 * Refuses: scope_missing, settlement_exception_not_found, settlement_exception_resolved, settlement_resolution_not_for_this,
 * settlement_needs_second_person, settlement_exception_not_allocable, allocation_exceeds_row, write_off_exceeds_limit,
 * settlement_exception_not_acceptable, settlement_later_attempt_open, utr_stands_for_another, settlement_utr_wanted,
 * invoice_unknown, settlement_invoice_not_sent.
 */
export async function resolveException(
  ctx: Context,
  id: string,
  body: ResolveBody,
  claim: Claim | null = null,
): Promise<Answered> {
  const scope = "payouts:approve";
  if (body.resolution !== "raise_with_bank" && !ctx.actor.scopes.has(scope)) {
    throw refuseCaller("scope_missing", { scope }, "/resolution");
  }
  const given: Given = body;
  return await found(ctx, id, (rowId) =>
    once(ctx, claim, async ({ sql }) => {
      await callOne(sql, "payout.resolve_exception", {
        p_exception_id: rowId,
        p_resolution: body.resolution,
        p_reason: given.reason ?? null,
        p_amount: given.amount ?? null,
        p_invoice_no: given.invoiceId ?? null,
        p_utr: given.utrNumber ?? null,
      });
      return await read(sql, rowId);
    }));
}

const read = async (sql: TransactionSql, id: string) =>
  (await callJson(sql, "payout.read_exception", { p_exception_id: id }))!;

const nobodys = "00000000-0000-0000-0000-000000000000";

/** An id that is none is refused as one that is unknown; a reach for another company's is written down. */
async function found<T>(ctx: Context, given: string, work: (id: string) => Promise<T>): Promise<T> {
  const id = z.guid().safeParse(given).success ? given : nobodys;
  try {
    return await work(id);
  } catch (error) {
    if (error instanceof Refusal && error.code === "settlement_exception_not_found") {
      const reached = { p_entity: "payout.settlement_exceptions", p_id: id };
      await withTenant(ctx, ({ sql }) => callOne(sql, "audit.record_crossing", reached));
    }
    throw error;
  }
}
