import type { Context, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { findTargetHandler } from "hono/utils/handler";
import type { z } from "zod";
import { readPageSession, type Scope, type Visitor } from "../../domain/core/mod.ts";
import { readWith } from "../../domain/shared/zod_details.ts";
import type { Env } from "../deps.ts";
import { strangerOf } from "../middleware/authenticate.ts";
import { rateLimit } from "../middleware/rate_limit.ts";
import { requireScope } from "../middleware/require_scope.ts";
import { readUpload } from "../middleware/upload.ts";
import { readForm, readQuery } from "../middleware/validate.ts";
import { requireFormToken, requireOwnSite } from "./own_site.ts";
import { sessionToken } from "./session_cookie.ts";
import { findLanguage } from "./words/language.ts";

/** What a page says about itself; the counterpart of an API route's `endpoint`. */
export interface Page<Form extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  readonly summary: string;
  /** Who may see it: a scope, anybody signed in, or anybody at all. */
  readonly scope: Scope | "signed_in" | "public";
  /** A strict zod schema of the query; read by `c.req.valid("query")`. */
  readonly query?: Query;
  /** A strict zod schema of what a POST sends, without the form's token; read by `c.req.valid("form")`. */
  readonly form?: Form;
  /** A POST that sends a file in this field; read by `uploadOf(c)`, the fields beside it through `form`. */
  readonly upload?: string;
}

interface Validated<Form extends z.ZodType, Query extends z.ZodType> {
  in: { form: z.input<Form>; query: z.input<Query> };
  out: { form: z.output<Form>; query: z.output<Query> };
}

const declaredPage = Symbol("what a page says about itself");

/**
 * The first handler of every page: session, rate, scope, query, form. A stranger is sent to sign in and comes back. A POST
 * must come from this site and, once signed in, carry the form token of its session. Pages are left out of /openapi.json.
 */
export function page<Form extends z.ZodType, Query extends z.ZodType>(
  spec: Page<Form, Query>,
): MiddlewareHandler<Env, string, Validated<Form, Query>> {
  const handler: MiddlewareHandler<Env> = async (c, next) => {
    const isSent = c.req.method === "POST";
    if (isSent) requireOwnSite(c);
    const visitor = spec.scope === "public" ? null : await readVisitor(c);
    if (spec.scope !== "public" && visitor === null) return toSignIn(c);
    c.set("visitor", visitor);
    c.set("caller", visitor?.caller ?? null);
    await findLanguage(c);
    await rateLimit(c, async () => {});
    requireScope(c, spec.scope);
    if (isSent) await takeForm(c, spec, visitor);
    if (spec.query) c.req.addValidatedData("query", readQuery(c, spec.query, true) as object);
    await next();
  };
  return Object.assign(handler, { [declaredPage]: spec }) as never;
}

/** What a route of Hono's table declares as a page: one entry, or none. */
export function pageOf(route: { method: string; path: string; handler: unknown }) {
  const handler = findTargetHandler(route.handler as MiddlewareHandler) as { [declaredPage]?: Page };
  const spec = handler[declaredPage];
  return spec ? [{ method: route.method, path: route.path, spec }] : [];
}

/** The pattern of the page that this request matched. */
export function pagePath(c: Context<Env>): string | undefined {
  return matchedRoutes(c).flatMap(pageOf).at(0)?.path;
}

/** Whoever's session the cookie holds; null for a stranger. A page that reloads itself keeps no session alive. */
export async function readVisitor(c: Context<Env>): Promise<Visitor | null> {
  const token = sessionToken(c);
  if (token === undefined) return null;
  return await readPageSession(strangerOf(c), token, c.req.header("x-pakka-reload") === undefined);
}

/** The signed-in person of a page that is not public. */
export function visitorOf(c: Context<Env>): Visitor {
  if (!c.var.visitor) throw new Error("a public page has no visitor");
  return c.var.visitor;
}

async function takeForm(c: Context<Env>, { form: schema, upload }: Page, visitor: Visitor | null): Promise<void> {
  const { formToken, ...fields } = upload ? await takeUpload(c, upload) : await readForm(c);
  if (visitor) requireFormToken(formToken ?? null, visitor.formToken);
  if (schema) c.req.addValidatedData("form", readWith(schema, fields) as object);
}

async function takeUpload(c: Context<Env>, field: string): Promise<Record<string, string>> {
  const sent = await readUpload(c, field);
  c.set("upload", sent);
  return sent.fields;
}

function toSignIn(c: Context<Env>): Response {
  const { pathname, search } = new URL(c.req.url);
  const back = c.req.method === "GET" ? `?next=${encodeURIComponent(pathname + search)}` : "";
  return c.redirect(`/sign-in${back}`, 303);
}
