import { createHmac } from "node:crypto";
import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { type Caller, type Stranger, unprovenContext } from "./caller.ts";
import { newToken, readToken } from "./opaque_tokens.ts";
import { refuse } from "./refusals.ts";
import { scopesOf } from "./scopes.ts";
import { proveIdentity } from "./sign_in.ts";

/** Seconds after which a session on the pages is over, whatever was done in it. */
export const pageSessionSeconds = 12 * 3600;

/** Whoever a page is shown to. */
export interface Visitor {
  readonly caller: Caller;
  readonly displayName: string;
  /** Legal name of their company. */
  readonly company: string;
  /** What a form of theirs must carry: nobody knows it who does not hold the session's token. */
  readonly formToken: string;
}

interface Standing {
  session_id: string;
  user_id: string;
  email: string;
  display_name: string;
  company: string;
  roles: string[];
  destination_id: string | null;
  expires_at: Date;
}

/**
 * Signs a person in on the pages; the token is for their cookie and is kept as a hash. Counted and paused together with
 * the sign-ins of the API. Refuses: sign_in_failed, sign_in_throttled, sign_in_busy.
 */
export async function openPageSession(stranger: Stranger, email: string, password: string): Promise<string> {
  const { tenantId, userId } = await proveIdentity(stranger, email, password);
  const token = newToken("pkp", tenantId);
  await withTenant(unprovenContext(stranger, tenantId, userId, "user"), async ({ sql }) => {
    await callOne(sql, "core.record_sign_in", { p_email: email });
    const opened = await callOne(sql, "core.open_page_session", { p_user_id: userId, p_token_hash: token.hash });
    if (!opened?.answer) throw refuse("sign_in_failed");
  });
  return token.text;
}

/**
 * Whose token this is, asked of the database each time; null when the session is over. `byAPerson`: false for a page that
 * reloads itself, which keeps no session alive.
 */
export async function readPageSession(stranger: Stranger, text: string, byAPerson: boolean): Promise<Visitor | null> {
  const token = readToken("pkp", text);
  if (!token) return null;
  const standing = await withTenant(
    unprovenContext(stranger, token.tenantId, null, "user"),
    ({ sql }) => callOne(sql, "core.use_page_session", { p_token_hash: token.hash, p_by_a_person: byAPerson }),
  ) as Standing | undefined;
  if (!standing) return null;
  const { user_id: userId, roles, destination_id } = standing;
  const actor = {
    kind: "user",
    tenantId: token.tenantId,
    userId,
    roles,
    scopes: scopesOf(roles),
    ...(destination_id === null ? {} : { destinationId: destination_id }),
  } as const;
  return {
    caller: {
      actor,
      sessionId: standing.session_id,
      name: standing.email,
      countedAs: `user:${userId}`,
      requestsPerMinute: null,
      expiresAt: new Date(standing.expires_at).getTime(),
    },
    displayName: standing.display_name,
    company: standing.company,
    formToken: createHmac("sha256", text).update("forms of this session").digest("base64url"),
  };
}

/** Signs out: the cookie's token is good for nothing from now on. */
export async function closePageSession(ctx: Context, sessionId: string): Promise<void> {
  await withTenant(ctx, ({ sql }) => callRows(sql, "core.close_page_session", { p_session_id: sessionId }));
}
