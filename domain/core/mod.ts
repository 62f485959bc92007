/** Who may act: sign-in, sessions, API keys, scopes, request rates; and the company itself. */
export { createApiKey, listApiKeys, revokeApiKey } from "./api_keys.ts";
export { type BearerReader, bearerReader } from "./bearer.ts";
export type { Caller, Stranger } from "./caller.ts";
export { askDatabase } from "./health.ts";
export {
  closePageSession,
  openPageSession,
  pageSessionSeconds,
  readPageSession,
  type Visitor,
} from "./page_sessions.ts";
export { hashPassword, passwordMatches } from "./passwords.ts";
export { type RateLimiter, rateLimiter } from "./rate.ts";
export { refuse } from "./refusals.ts";
export * from "./schema.ts";
export { type NewTenant, setUpTenant } from "./set_up.ts";
export { rolesWith, type Scope, scopes, scopesOf } from "./scopes.ts";
export { refreshSession, type Session, signIn, signOut } from "./sign_in.ts";
