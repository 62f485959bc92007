import type { MiddlewareHandler } from "hono";
import type { Env } from "../deps.ts";

/** Every request has an id, the sender's own where it is a short plain word; it is in the answer, the log and the trail. */
export const requestId: MiddlewareHandler<Env> = async (c, next) => {
  const given = c.req.header("x-request-id") ?? "";
  const id = /^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : crypto.randomUUID();
  c.set("requestId", id);
  await next();
  c.header("X-Request-Id", id);
};
