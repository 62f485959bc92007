import type { MiddlewareHandler } from "hono";
import type { Env } from "../deps.ts";
import { pagePath } from "../portal/page.ts";
import { declarationsOf } from "./endpoint.ts";

/**
 * One JSON line a request, and its figures for /metrics. The route's pattern is logged, never the address as it was
 * sent: queries hold names and numbers of people. Bodies and headers are not logged at all.
 */
export const log: MiddlewareHandler<Env> = async (c, next) => {
  const began = performance.now();
  await next();
  const ms = performance.now() - began;
  const { deps, caller, requestId } = c.var;
  const route = declarationsOf(c).at(-1)?.path ?? pagePath(c) ?? "none";
  const method = c.req.method;
  const status = c.res.status;
  deps.metrics.observe(method, route, status, ms / 1000);
  deps.log({
    level: status >= 500 ? "error" : "info",
    event: "request",
    requestId,
    method,
    route,
    status,
    ms: Math.round(ms * 10) / 10,
    tenantId: caller?.actor.tenantId,
    userId: caller?.actor.userId,
    actor: caller?.actor.kind,
  });
};

/** Writes log lines to standard output, with the time. */
export function logToStdout(line: Record<string, unknown>): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));
}

const secrets: [RegExp, string][] = [
  [/\bpk[rp]?_[A-Za-z0-9_-]{16,}/g, "•token"],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.?[A-Za-z0-9_-]*/g, "•token"],
  [/(\w+:\/\/[^:/\s]+:)[^@\s]+@/g, "$1•@"],
  [/\b\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}\b/g, "•gstin"],
  [/\b[A-Z]{5}\d{4}[A-Z]\b/g, "•pan"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}/g, "•email"],
];

/** Text for the log without tokens, passwords in addresses, GSTINs, PANs and e-mail addresses. */
export function masked(text: string): string {
  return secrets.reduce((masked, [pattern, instead]) => masked.replace(pattern, instead), text);
}
