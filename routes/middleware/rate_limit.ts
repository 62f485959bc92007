import type { MiddlewareHandler } from "hono";
import type { Env } from "../deps.ts";
import { contextOf } from "./tenant.ts";

/** So many requests a minute a person, an API key as many as it was made with. Refuses: too_many_requests. */
export const rateLimit: MiddlewareHandler<Env> = async (c, next) => {
  const { caller, deps } = c.var;
  if (caller && deps.settings.rateLimit > 0) {
    const limit = caller.requestsPerMinute ?? deps.settings.rateLimit;
    await deps.limiter.take(contextOf(c), caller.countedAs, limit);
  }
  await next();
};
