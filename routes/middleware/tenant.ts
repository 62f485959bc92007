import type { Context as HonoContext } from "hono";
import { refuse } from "../../domain/core/mod.ts";
import type { Context } from "../../domain/shared/context.ts";
import type { Env } from "../deps.ts";
import { addressOf } from "./authenticate.ts";

/** All that a domain function may know: tenant and person come from the token, never from the request. */
export function contextOf(c: HonoContext<Env>): Context {
  const { deps, caller, requestId } = c.var;
  if (!caller) throw refuse("token_missing");
  return { db: deps.db, clock: deps.clock, actor: caller.actor, requestId, ip: addressOf(c) };
}
