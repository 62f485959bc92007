import { callOne } from "../../db/call.ts";
import { type TenantTransaction, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { isFault } from "./breaker.ts";
import type { Spent } from "./pace.ts";
import type { Office } from "./registration.ts";
import type { Environment, Site } from "./sites.ts";

/** One request to a portal and its answer, as the gateways tell of it: secrets masked. */
export interface Exchanged {
  readonly operation: string;
  readonly url: string;
  readonly gstin: string;
  readonly request: { readonly body: string | null };
  readonly response: { readonly body: string | null };
  readonly status: number | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly message: string | null;
  readonly ms: number;
  readonly startedAt: string;
  readonly retryAfterMs?: number;
}

/** Whom a call went to. */
export interface Way {
  readonly environment: Environment;
  readonly site: Site;
}

/** A call as `ops.record_api_calls` takes it. */
export type Call = ReturnType<typeof callOf>;

/** Where a portal's clients tell of a call about a document (`ops.api_calls.entity_id`). */
export type Log = (way: Way, entityId: string, exchange: Exchanged) => void | Promise<void>;

/** How a portal is approached: at the provider where that is known, else at the first it may be. */
export interface Approach {
  readonly provider?: string | null;
  readonly log?: Log;
  readonly inTurn?: <T>(call: () => Promise<T>) => Promise<T>;
}

/** An exchange as it is stored. */
export function callOf({ environment, site }: Way, entityId: string, exchange: Exchanged) {
  return {
    operation: exchange.operation,
    entityId,
    environment,
    provider: site.provider,
    gstin: exchange.gstin,
    url: exchange.url,
    request: { ...exchange.request, body: exchange.request.body && wellFormed(exchange.request.body) },
    response: { body: exchange.response.body && wellFormed(exchange.response.body) },
    httpStatus: exchange.status,
    outcome: exchange.outcome,
    errorCode: exchange.code,
    errorMessage: exchange.message && plainText(exchange.message),
    durationMs: Math.round(exchange.ms),
    calledAt: exchange.startedAt,
    isFault: isFault(exchange),
    ...(exchange.retryAfterMs !== undefined && { retryAfterMs: exchange.retryAfterMs }),
  };
}

/** A log that keeps each exchange at once, in a transaction of its own: for work that makes a call or two. */
export function logAtOnce(ctx: Context, office: Office): Log {
  return async (way, entityId, exchange) => {
    const { gstin } = exchange;
    const spent = [{ gstin, calls: 1, perMinute: way.site.callsPerMinute }];
    await withTenant(ctx, (tx) => recordCalls(tx, office, [callOf(way, entityId, exchange)], spent));
  };
}

/** Keeps calls, and what follows from them; answers the providers and GSTINs that are to be left alone now. */
export async function recordCalls(
  { sql }: TenantTransaction,
  office: Office,
  calls: readonly Call[],
  spent: readonly Spent[],
): Promise<readonly string[]> {
  if (calls.length === 0 && spent.length === 0) return [];
  const args = { p_portal: office.portal, p_calls: JSON.stringify(calls), p_spent: JSON.stringify(spent) };
  return (await callOne(sql, "ops.record_api_calls", args))?.answer ?? [];
}

/** A portal's text as the database can keep it: no NUL, no half of a character. */
export function wellFormed(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** A portal's sentence for a person: storable, and of a length somebody reads. */
export function plainText(text: string): string {
  return wellFormed(text).slice(0, 1_000).toWellFormed();
}
