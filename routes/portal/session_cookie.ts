import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { pageSessionSeconds } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";

/**
 * The session's cookie: no script reads it, no other site's form carries it. `__Host-` holds it to this host and to
 * https. A development run speaks plain http, where not every browser keeps such a cookie, and has one without.
 */
function cookieOf(c: Context<Env>) {
  const isOpen = c.var.deps.settings.development;
  const options = { path: "/", httpOnly: true, sameSite: "Lax", secure: !isOpen } as const;
  return { name: isOpen ? "pakka-development" : "__Host-pakka", options };
}

export function sessionToken(c: Context<Env>): string | undefined {
  return getCookie(c, cookieOf(c).name);
}

export function keepSession(c: Context<Env>, token: string): void {
  const { name, options } = cookieOf(c);
  setCookie(c, name, token, { ...options, maxAge: pageSessionSeconds });
}

export function forgetSession(c: Context<Env>): void {
  const { name, options } = cookieOf(c);
  deleteCookie(c, name, options);
}
