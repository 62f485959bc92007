import { defineRefusals } from "../shared/refusals.ts";

/** What sign-in and keys refuse. The sentences tell a stranger nothing about who has an account. */
export const refuse = defineRefusals({
  sign_in_failed: { status: 401, message: "e-mail address or password is wrong" },
  sign_in_throttled: { status: 429, message: "too many failed sign-ins; try again in {retryAfter} seconds" },
  refresh_token_not_valid: { status: 401, message: "the refresh token is not valid any more; sign in again" },
  token_missing: { status: 401, message: "sign in: an Authorization header with a Bearer token is wanted" },
  token_not_valid: { status: 401, message: "the access token or API key is not valid" },
  token_expired: { status: 401, message: "the access token has expired; refresh it" },
  scope_missing: { status: 403, message: "this needs the scope {scope}" },
  scope_not_yours: { status: 403, message: "an API key cannot be given the scope {scope}, which its maker has not" },
  too_many_requests: {
    status: 429,
    message: "more than {limit} requests in a minute; try again in {retryAfter} seconds",
  },
  sign_in_busy: { status: 503, message: "too many sign-ins at once; try again in {retryAfter} seconds" },
});
