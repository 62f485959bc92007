import type { Context } from "hono";
import { createHash, timingSafeEqual } from "node:crypto";
import { defineRefusals } from "../../domain/shared/refusals.ts";
import type { Env } from "../deps.ts";

const refuse = defineRefusals({
  sent_from_elsewhere: { status: 403, message: "this was sent from another site, and nothing was done" },
  form_too_old: { status: 403, message: "this form belongs to another sign-in; open the page again, nothing was done" },
});

/**
 * Whoever sends a form must have it from us: the browser says so (Sec-Fetch-Site, which no script can set), an older one
 * by the Origin. Refuses: sent_from_elsewhere.
 */
export function requireOwnSite(c: Context<Env>): void {
  const site = c.req.header("sec-fetch-site");
  const isOwn = site === undefined ? hostOf(c.req.header("origin")) === hostOf(c.req.url) : site === "same-origin";
  if (!isOwn) throw refuse("sent_from_elsewhere");
}

/** The token that stands in each form of a session. Refuses: form_too_old. */
export function requireFormToken(given: string | null, wanted: string): void {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  if (given === null || !timingSafeEqual(hash(given), hash(wanted))) throw refuse("form_too_old");
}

/** An address of this site to go on to, or `otherwise`: never another host's, however it is spelled. */
export function ownPath(given: string | undefined, otherwise: string): string {
  return given !== undefined && /^\/(?![/\\])[\w/.~%?&=:,+-]*$/.test(given) ? given : otherwise;
}

function hostOf(address: string | undefined): string | null {
  return address !== undefined && URL.canParse(address) ? new URL(address).host : null;
}
