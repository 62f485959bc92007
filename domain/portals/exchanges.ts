import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Office } from "./registration.ts";

/** One request to a portal and its answer, as the gateways tell of it: secrets masked. */
interface Exchanged {
  readonly operation: string;
  readonly url: string;
  readonly request: { readonly body: string | null };
  readonly response: { readonly body: string | null };
  readonly status: number | null;
  readonly outcome: string;
  readonly code: string | null;
  readonly ms: number;
  readonly startedAt: string;
}

/** Keeps an exchange under the document it was about (`ops.api_calls.entity_id`). */
export async function recordExchange(ctx: Context, office: Office, entityId: string, exchange: Exchanged) {
  const call = {
    portal: office.portal,
    operation: exchange.operation,
    entityId,
    url: exchange.url,
    request: { ...exchange.request, body: exchange.request.body && wellFormed(exchange.request.body) },
    response: { body: exchange.response.body && wellFormed(exchange.response.body) },
    httpStatus: exchange.status,
    outcome: exchange.outcome,
    errorCode: exchange.code,
    durationMs: Math.round(exchange.ms),
    calledAt: exchange.startedAt,
  };
  await withTenant(ctx, (tx) => callRows(tx.sql, "ops.record_api_call", { p_call: call }));
}

/** A portal's text as the database can keep it: no NUL, no half of a character. */
export function wellFormed(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** A portal's sentence for a person: storable, and of a length somebody reads. */
export function plainText(text: string): string {
  return wellFormed(text).slice(0, 1_000).toWellFormed();
}
