import type { Context, Hono } from "hono";
import type { RouterRoute } from "hono/types";
import { defineRefusals } from "../domain/shared/refusals.ts";
import type { Env } from "./deps.ts";
import { declarationOf } from "./middleware/endpoint.ts";
import { pageOf } from "./portal/page.ts";
import { problem } from "./problem.ts";

const refuse = defineRefusals({
  route_not_found: { status: 404, message: "there is nothing at this address; see /openapi.json" },
  method_not_allowed: { status: 405, message: "{method} is not for this address" },
});
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What a route declares: as one of the API, or as a page. */
const declared = (route: Parameters<typeof pageOf>[0]) => [...declarationOf(route), ...pageOf(route)];

/** Nothing is at this address, or nothing for this method. */
export function answerUnknown(app: Hono<Env>, c: Context<Env>): Response {
  const allow = methods.filter((method) => {
    const [handlers] = app.router.match(method, c.req.path);
    return handlers.some(([[handler, route]]) => declared({ ...route, handler }).length > 0);
  });
  const { method } = c.req;
  const isOthers = allow.length > 0 && !allow.includes(method);
  return problem(c, isOthers ? refuse("method_not_allowed", { method, allow }) : refuse("route_not_found"));
}

/** Deny by default: every route must declare who may call it, or the app does not start. */
export function refuseUndeclared(app: Hono<Env>, middleware: ReadonlySet<RouterRoute>): void {
  const name = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
  const open = new Set(app.routes.flatMap(declared).map(name));
  const undeclared = app.routes.filter((route) => !middleware.has(route) && !open.has(name(route)));
  if (undeclared.length > 0) {
    throw new Error(
      `routes without a declared scope: ${undeclared.map(name).join(", ")}; begin each with endpoint({…}) or page({…})`,
    );
  }
}
