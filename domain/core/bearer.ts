import { callOne } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { readAccessToken } from "./access_tokens.ts";
import { type Caller, type Stranger, unprovenContext } from "./caller.ts";
import { readToken } from "./opaque_tokens.ts";
import { refuse } from "./refusals.ts";
import { scopesOf } from "./scopes.ts";

interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  requests_per_minute: number;
  created_by: string;
}

interface Standing {
  email: string;
  roles: string[];
  destination_id: string | null;
}

/** How long an answer is believed before it is asked again: a log-out or a changed role takes hold within this. */
const believedFor = 30_000;
const rememberedAtMost = 5_000;

/** Reads bearer tokens and remembers, for half a minute, whose they are. */
export interface BearerReader {
  /** Refuses: token_not_valid, token_expired. */
  read(stranger: Stranger, token: string): Promise<Caller>;
  /** Asks anew about this token next time. */
  forget(token: string): void;
}

export function bearerReader(): BearerReader {
  const known = new Map<string, { caller: Caller; believedUntil: number }>();
  return {
    async read(stranger, token) {
      const now = stranger.clock.now().getTime();
      const remembered = known.get(token);
      if (remembered && now < Math.min(remembered.believedUntil, remembered.caller.expiresAt)) return remembered.caller;
      known.delete(token);
      const caller = await findCaller(stranger, token);
      if (known.size >= rememberedAtMost) known.clear();
      known.set(token, { caller, believedUntil: now + believedFor });
      return caller;
    },
    forget: (token) => void known.delete(token),
  };
}

async function findCaller(stranger: Stranger, token: string): Promise<Caller> {
  return token.startsWith("pk_") ? await callerOfKey(stranger, token) : await callerOfSession(stranger, token);
}

async function callerOfSession(stranger: Stranger, token: string): Promise<Caller> {
  const { claims, expiresAt } = await readAccessToken(stranger.keys.signing, token, stranger.clock.now());
  const { userId, tenantId, sessionId } = claims;
  const standing = await withTenant(
    unprovenContext(stranger, tenantId, userId, "user"),
    (tx) => callOne(tx.sql, "core.session_standing", { p_user_id: userId, p_family_id: sessionId }),
  ) as Standing | undefined;
  if (!standing) throw refuse("token_not_valid");
  const { email, roles, destination_id } = standing;
  return {
    actor: {
      kind: "user",
      tenantId,
      userId,
      roles,
      scopes: scopesOf(roles),
      ...(destination_id === null ? {} : { destinationId: destination_id }),
    },
    sessionId,
    name: email,
    countedAs: `user:${userId}`,
    requestsPerMinute: null,
    expiresAt,
  };
}

async function callerOfKey(stranger: Stranger, text: string): Promise<Caller> {
  const token = readToken("pk", text);
  if (!token) throw refuse("token_not_valid");
  const key = await withTenant(
    unprovenContext(stranger, token.tenantId, null, "api_key"),
    (tx) => callOne(tx.sql, "core.find_api_key", { p_key_hash: token.hash }),
  ) as ApiKey | undefined;
  if (!key) throw refuse("token_not_valid");
  return {
    actor: {
      kind: "api_key",
      tenantId: token.tenantId,
      userId: key.created_by,
      roles: [],
      scopes: new Set(key.scopes),
    },
    sessionId: null,
    name: key.name,
    countedAs: `key:${key.id}`,
    requestsPerMinute: key.requests_per_minute,
    expiresAt: Infinity,
  };
}
