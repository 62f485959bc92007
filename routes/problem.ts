import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { toRefusal } from "../db/errors.ts";
import { Refusal } from "../domain/shared/refusals.ts";
import type { Env } from "./deps.ts";
import { masked } from "./middleware/log.ts";

export const titles: Record<number, string> = {
  400: "The request is not valid",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Not possible in the present state",
  413: "The body is too large",
  415: "Another content type is wanted",
  422: "Idempotency-Key used for another request",
  429: "Too many requests",
  500: "Something went wrong here",
  503: "Not available at the moment",
};

/**
 * Writes a refusal as RFC 9457 `application/problem+json`: the only place where a status code is chosen. `facts.members`
 * stand in the body itself, for answers whose shape was agreed on before (RFC 9457, 3.2).
 */
export function problem(c: Context<Env>, refusal: Refusal): Response {
  const { code, status, detail, errors, facts } = refusal;
  const headers: Record<string, string> = { "content-type": "application/problem+json" };
  if (facts.retryAfter !== undefined) headers["retry-after"] = String(facts.retryAfter);
  if (status === 401) headers["www-authenticate"] = "Bearer";
  if (status === 405 && Array.isArray(facts.allow)) headers.allow = facts.allow.join(", ");
  const { members, ...told } = facts;
  const body = {
    ...opening(c, code, status),
    detail,
    errors,
    ...(Object.keys(told).length > 0 ? { facts: told } : {}),
    ...(members as object | undefined),
  };
  return c.body(JSON.stringify(body), status, headers);
}

/** Turns whatever was thrown into an answer. What nobody foresaw is told as its request id only. */
export function answerError(error: unknown, c: Context<Env>): Response {
  const refusal = refusalIn(error, c);
  if (refusal) return problem(c, refusal);
  const detail = "this is a fault of ours; it is in the log under the requestId";
  const body = { ...opening(c, "internal_error", 500), detail, errors: [] };
  return c.body(JSON.stringify(body), 500, { "content-type": "application/problem+json" });
}

/** The refusal in whatever was thrown; null for what nobody foresaw, which is logged whole. */
export function refusalIn(error: unknown, c: Context<Env>): Refusal | null {
  const refusal = error instanceof HTTPException ? fromHono(error) : toRefusal(error);
  if (refusal instanceof Refusal) return refusal;
  c.var.deps.log({ level: "error", event: "unexpected_error", requestId: c.var.requestId, ...described(error) });
  return null;
}

function opening(c: Context<Env>, code: string, status: ContentfulStatusCode) {
  return {
    type: `urn:pakka:refusal:${code}`,
    title: titles[status] ?? "Refused",
    status,
    code,
    requestId: c.var.requestId,
  };
}

function fromHono(error: HTTPException): unknown {
  const isClients = error.status >= 400 && error.status < 500;
  return isClients ? new Refusal("request_malformed", 400, "the request cannot be read") : error;
}

function described(error: unknown) {
  if (!(error instanceof Error)) return { error: masked(String(error)) };
  const { code, where, table_name, constraint_name } = error as Error & Record<string, unknown>;
  return { error: masked(error.message), code, where, table_name, constraint_name, stack: masked(error.stack ?? "") };
}
