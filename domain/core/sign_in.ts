import { callOne, callRows } from "../../db/call.ts";
import { type TenantTransaction, withSystem, withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { accessTokenSeconds, signAccessToken } from "./access_tokens.ts";
import { type Stranger, unprovenContext } from "./caller.ts";
import { newToken, readToken, successorToken } from "./opaque_tokens.ts";
import { passwordMatches } from "./passwords.ts";
import { refuse } from "./refusals.ts";

export interface Session {
  readonly accessToken: string;
  /** Seconds the access token is good for. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  readonly user: { id: string; email: string; roles: readonly string[]; tenantId: string; destinationId?: string };
}

interface Credential {
  tenant_id: string | null;
  user_id: string | null;
  password_hash: string | null;
  retry_after: number | null;
  newly_throttled: boolean | null;
}

interface Standing {
  email: string;
  roles: string[];
  destination_id: string | null;
}

/** Signs a person in. Refuses: sign_in_failed, sign_in_throttled, sign_in_busy. */
export async function signIn(stranger: Stranger, email: string, password: string): Promise<Session> {
  const { tenantId, userId } = await proveIdentity(stranger, email, password);
  const refreshToken = newToken("pkr", tenantId);
  return await withTenant(unprovenContext(stranger, tenantId, userId, "user"), async (tx) => {
    await callOne(tx.sql, "core.record_sign_in", { p_email: email });
    const issued = { p_user_id: userId, p_token_hash: refreshToken.hash };
    const family = await callOne(tx.sql, "core.issue_refresh_token", issued);
    const session = await openSession(stranger, tx, userId, family?.answer ?? null, refreshToken.text);
    if (!session) throw refuse("sign_in_failed");
    return session;
  });
}

/**
 * Whose address and password these are. Known and unknown addresses cost the same work and get the same answer; ten
 * failures in fifteen minutes pause an address, until core.record_sign_in forgets them after a good one.
 * Refuses: sign_in_failed, sign_in_throttled, sign_in_busy.
 */
export async function proveIdentity(
  stranger: Stranger,
  email: string,
  password: string,
): Promise<{ tenantId: string; userId: string }> {
  const credential = await findCredential(stranger, email);
  if (credential.retry_after !== null) {
    await recordThrottling(stranger, credential);
    throw refuse("sign_in_throttled", { retryAfter: credential.retry_after });
  }
  const matches = await passwordMatches(password, credential.password_hash);
  const { tenant_id: tenantId, user_id: userId } = credential;
  if (!matches || tenantId === null || userId === null) throw refuse("sign_in_failed");
  return { tenantId, userId };
}

/**
 * Trades a refresh token for a new pair. A token used twice ends the whole session; only the same request repeated
 * within ten seconds gets its first answer again. Refuses: refresh_token_not_valid.
 */
export async function refreshSession(stranger: Stranger, text: string): Promise<Session> {
  const token = readToken("pkr", text);
  if (!token) throw refuse("refresh_token_not_valid");
  const successor = successorToken(stranger.keys.refresh, "pkr", token);
  const session = await withTenant(unprovenContext(stranger, token.tenantId, null, "user"), async (tx) => {
    const given = { p_token_hash: token.hash, p_successor_hash: successor.hash };
    const rotated = await callOne(tx.sql, "core.rotate_refresh_token", given) as {
      outcome: string;
      user_id: string;
      family_id: string;
    };
    if (rotated.outcome !== "rotated" && rotated.outcome !== "repeated") return null;
    return await openSession(stranger, tx, rotated.user_id, rotated.family_id, successor.text);
  });
  // Refused only now: the end of a family whose token was used twice must be committed.
  if (!session) throw refuse("refresh_token_not_valid");
  return session;
}

/** Ends a session: its refresh tokens at once, its access tokens within half a minute. */
export async function signOut(ctx: Context, sessionId: string): Promise<void> {
  await withTenant(ctx, (tx) => callRows(tx.sql, "core.revoke_family", { p_family_id: sessionId }));
}

async function findCredential(stranger: Stranger, email: string): Promise<Credential> {
  const now = stranger.clock.injected ? stranger.clock.now().toISOString() : null;
  return await withSystem(stranger.db, async (sql) => {
    await sql`select core.enter(${sql.json({ requestId: stranger.requestId, ip: stranger.ip, now })})`;
    return await callOne(sql, "core.find_credential", { p_email: email }) as Credential;
  });
}

/** Once a pause, and only where the address is somebody's: the company may want to know. */
async function recordThrottling(
  stranger: Stranger,
  { tenant_id, user_id, newly_throttled }: Credential,
): Promise<void> {
  if (!newly_throttled || tenant_id === null) return;
  await withTenant(
    unprovenContext(stranger, tenant_id, null, "user"),
    (tx) =>
      callRows(tx.sql, "audit.record_security_event", {
        p_kind: "sign_in_throttled",
        p_facts: { userId: user_id },
      }),
  );
}

async function openSession(
  stranger: Stranger,
  tx: TenantTransaction,
  userId: string,
  sessionId: string | null,
  refreshToken: string,
): Promise<Session | null> {
  if (sessionId === null) return null;
  const asked = { p_user_id: userId, p_family_id: sessionId };
  const standing = await callOne(tx.sql, "core.session_standing", asked) as Standing | undefined;
  if (!standing) return null;
  const { email, roles, destination_id: destinationId } = standing;
  const claims = { userId, tenantId: tx.tenantId, sessionId, roles, destinationId };
  return {
    accessToken: await signAccessToken(stranger.keys.signing, claims, stranger.clock.now()),
    expiresIn: accessTokenSeconds,
    refreshToken,
    user: { id: userId, email, roles, tenantId: tx.tenantId, ...(destinationId === null ? {} : { destinationId }) },
  };
}
