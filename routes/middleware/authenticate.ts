import type { Context, MiddlewareHandler } from "hono";
import { refuse, type Stranger } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";
import { declarationsOf } from "./endpoint.ts";

/**
 * Finds out who calls, from `Authorization: Bearer`. Public and unknown routes are left alone: a token there is neither
 * wanted nor looked at. Refuses: token_missing, token_not_valid, token_expired.
 */
export const authenticate: MiddlewareHandler<Env> = async (c, next) => {
  c.set("caller", null);
  const scope = declarationsOf(c).at(-1)?.spec.scope ?? "public";
  if (scope !== "public") c.set("caller", await c.var.deps.bearers.read(strangerOf(c), bearerToken(c)));
  await next();
};

/** The request before anybody is known: for sign-in and the reading of tokens. */
export function strangerOf(c: Context<Env>): Stranger {
  const { db, clock, keys } = c.var.deps;
  return { db, clock, keys, requestId: c.var.requestId, ip: addressOf(c) };
}

/** The token of this request. Refuses: token_missing. */
export function bearerToken(c: Context<Env>): string {
  const token = /^Bearer +([^\s]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (!token) throw refuse("token_missing");
  return token;
}

/** The address of whoever opened the connection. A proxy's X-Forwarded-For is anybody's to write and is not believed. */
export function addressOf(c: Context<Env>): string | null {
  const remote = c.env?.remoteAddr;
  return remote && "hostname" in remote ? remote.hostname : null;
}
