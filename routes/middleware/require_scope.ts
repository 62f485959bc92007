import type { Context } from "hono";
import { refuse, type Scope } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";

/** Lets a request pass that has the scope its route declares. Refuses: token_missing, scope_missing. */
export function requireScope(c: Context<Env>, scope: Scope | "signed_in" | "public"): void {
  if (scope === "public") return;
  const caller = c.var.caller;
  if (!caller) throw refuse("token_missing");
  if (scope !== "signed_in" && !caller.actor.scopes.has(scope)) throw refuse("scope_missing", { scope });
}
