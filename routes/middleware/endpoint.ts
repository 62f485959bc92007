import type { Context, MiddlewareHandler } from "hono";
import { uniqueSymbol } from "hono-openapi";
import { matchedRoutes } from "hono/route";
import { findTargetHandler } from "hono/utils/handler";
import { z } from "zod";
import type { Scope } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";
import { describeEndpoint } from "./describe.ts";
import { readClaim } from "./idempotency_key.ts";
import { requireScope } from "./require_scope.ts";
import { readUpload } from "./upload.ts";
import { readBody, readOptionalBody, readQuery } from "./validate.ts";

/** What a route says about itself: enforced before its handler runs, and written into /openapi.json. */
export interface Endpoint<Body extends z.ZodType = z.ZodType, Query extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  /** Who may call: a scope, anybody signed in, or anybody at all. */
  readonly scope: Scope | "signed_in" | "public";
  /** A strict zod schema of the JSON body; read by `c.req.valid("json")`. Without one the route takes no body, or `{}`. */
  readonly body?: Body;
  /** Instead of JSON a file, in this field of a form or as a text/csv body; read by `uploadOf(c)`. */
  readonly upload?: string;
  /** A body, or the first lines of a file, for the description. */
  readonly example?: unknown;
  /** Nothing sent is the same as `{}`. */
  readonly bodyOptional?: boolean;
  /** A strict zod schema of the query; read by `c.req.valid("query")`. */
  readonly query?: Query;
  /** A POST that creates: honours Idempotency-Key, which the handler finds in `c.var.claim`. */
  readonly creates?: boolean;
  readonly answers: {
    readonly status: 200 | 201 | 202 | 204;
    readonly description: string;
    readonly schema?: z.ZodType;
    /** Not JSON: `image/svg+xml`, `application/pdf` … */
    readonly media?: string;
    /** Another media type in which the same may be had: `text/csv`. */
    readonly also?: string;
    /** `{"data":[schema…],"nextCursor":…}` */
    readonly list?: boolean;
  };
  /** Codes of its own refusals by status, for the description. The usual ones are added. */
  readonly refuses?: Partial<Record<400 | 401 | 404 | 409 | 422 | 429 | 503, readonly string[]>>;
}

interface Validated<Body extends z.ZodType, Query extends z.ZodType> {
  in: { json: z.input<Body>; query: Record<string, string> };
  out: { json: z.output<Body>; query: z.output<Query> };
}

export const declared = Symbol("what a route says about itself");

/**
 * The first handler of every route: checks scope, query, body and Idempotency-Key as declared. A route without one
 * cannot be mounted (`refuseUndeclared`), so nothing is open by being forgotten.
 */
export function endpoint<Body extends z.ZodType, Query extends z.ZodType>(
  spec: Endpoint<Body, Query>,
): MiddlewareHandler<Env, string, Validated<Body, Query>> {
  const handler: MiddlewareHandler<Env> = async (c, next) => {
    requireScope(c, spec.scope);
    if (spec.query) c.req.addValidatedData("query", readQuery(c, spec.query) as object);
    await takeBody(c, spec);
    if (spec.creates) c.set("claim", await readClaim(c));
    await next();
  };
  return Object.assign(handler, { [declared]: spec, [uniqueSymbol]: { spec: describeEndpoint(spec) } }) as never;
}

const noBody = z.strictObject({});

/** A key that the route does not know is refused where it takes no body too: what is meant by it would not be done. */
async function takeBody(c: Context<Env>, { body, bodyOptional = false, upload }: Endpoint): Promise<void> {
  if (upload) c.set("upload", await readUpload(c, upload));
  else if (body && !bodyOptional) c.req.addValidatedData("json", await readBody(c, body) as object);
  else if (c.req.method !== "GET") c.req.addValidatedData("json", await readOptionalBody(c, body ?? noBody) as object);
}

/** A route as it was declared, with its method and pattern. */
export interface Declaration {
  readonly method: string;
  readonly path: string;
  readonly spec: Endpoint;
}

/** The declared routes that this request matched: none for an unknown path. */
export function declarationsOf(c: Context<Env>): Declaration[] {
  return matchedRoutes(c).flatMap(declarationOf);
}

/** What a route of Hono's table declares: one entry, or none for a middleware or an undeclared handler. */
export function declarationOf(route: { method: string; path: string; handler: unknown }): Declaration[] {
  const handler = findTargetHandler(route.handler as MiddlewareHandler) as { [declared]?: Endpoint };
  const spec = handler[declared];
  return spec ? [{ method: route.method, path: route.path, spec }] : [];
}
