import { Hono } from "hono";
import {
  meSchema,
  refreshSchema,
  refreshSession,
  sessionSchema,
  signIn,
  signInSchema,
  signOut,
} from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";
import { bearerToken, strangerOf } from "../middleware/authenticate.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const session = { status: 200, description: "A new pair of tokens", schema: sessionSchema } as const;

export function auth(): Hono<Env> {
  return new Hono<Env>()
    .post(
      "/api/auth/login",
      endpoint({
        summary: "Signs a person in",
        tag: "sign-in",
        scope: "public",
        body: signInSchema,
        answers: session,
        refuses: { 401: ["sign_in_failed"], 429: ["sign_in_throttled"] },
      }),
      async (c) => {
        const { email, password } = c.req.valid("json");
        return c.json(await signIn(strangerOf(c), email, password));
      },
    )
    .post(
      "/api/auth/refresh",
      endpoint({
        summary: "Trades a refresh token for a new pair",
        description: "A refresh token is good once. Using one twice ends the session it belongs to.",
        tag: "sign-in",
        scope: "public",
        body: refreshSchema,
        answers: session,
        refuses: { 401: ["refresh_token_not_valid"] },
      }),
      async (c) => c.json(await refreshSession(strangerOf(c), c.req.valid("json").refreshToken)),
    )
    .post(
      "/api/auth/logout",
      endpoint({
        summary: "Ends this session",
        tag: "sign-in",
        scope: "signed_in",
        answers: { status: 204, description: "Its tokens are good no longer" },
      }),
      async (c) => {
        const sessionId = c.var.caller?.sessionId;
        if (sessionId) await signOut(contextOf(c), sessionId);
        c.var.deps.bearers.forget(bearerToken(c));
        return c.body(null, 204);
      },
    )
    .get(
      "/api/auth/me",
      endpoint({
        summary: "Who is signed in",
        tag: "sign-in",
        scope: "signed_in",
        answers: { status: 200, description: "The person, or the API key", schema: meSchema },
      }),
      (c) => {
        const { tenantId, userId, roles, scopes, destinationId } = contextOf(c).actor;
        const email = c.var.caller?.name;
        return c.json({ id: userId, email, roles, scopes: [...scopes].sort(), tenantId, destinationId });
      },
    );
}
