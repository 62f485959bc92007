import { errors, jwtVerify, SignJWT } from "jose";
import type { SigningKey } from "../shared/keys.ts";
import { refuse } from "./refusals.ts";

/** What an access token says: who, in which tenant, in which session, and what they were when it was made. */
export interface AccessClaims {
  readonly userId: string;
  readonly tenantId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  readonly destinationId: string | null;
}

export const accessTokenSeconds = 15 * 60;
const issuer = "pakka";
const audience = "pakka-api";
const tokenType = "at+jwt";
/** Another instance's clock may be a little behind the one that signed. Nothing is added to the end of a token. */
const clocksApartSeconds = 30;
/** Ours have about 600; a longer one is not worth a hash. */
const lengthAtMost = 2048;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Signs an access token good for fifteen minutes (EdDSA, RFC 9068 type). */
export async function signAccessToken(key: SigningKey, claims: AccessClaims, now: Date): Promise<string> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  return await new SignJWT({
    tid: claims.tenantId,
    sid: claims.sessionId,
    roles: claims.roles,
    ...(claims.destinationId === null ? {} : { dst: claims.destinationId }),
  })
    .setProtectedHeader({ alg: "EdDSA", typ: tokenType, kid: key.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt - clocksApartSeconds)
    .setExpirationTime(issuedAt + accessTokenSeconds)
    .sign(key.privateKey);
}

/**
 * Reads an access token. The algorithm is the key's, not the header's; any header beyond our own three is refused, so
 * nothing in it can point elsewhere. Refuses: token_expired, token_not_valid.
 */
export async function readAccessToken(
  key: SigningKey,
  token: string,
  now: Date,
): Promise<{ claims: AccessClaims; expiresAt: number }> {
  if (token.length > lengthAtMost) throw refuse("token_not_valid");
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key.publicKey, {
      algorithms: ["EdDSA"],
      issuer,
      audience,
      typ: tokenType,
      requiredClaims: ["sub", "tid", "sid", "iat", "nbf", "exp", "jti"],
      currentDate: now,
    });
    const { sub, tid, sid, roles, dst, iat = 0, exp = 0 } = payload;
    const isOurs = Object.keys(protectedHeader).length === 3 && protectedHeader.kid === key.kid;
    const isShort = exp > iat && exp - iat <= accessTokenSeconds;
    if (!isOurs || !isShort || !isUuid(sub) || !isUuid(tid) || !isUuid(sid) || !Array.isArray(roles)) {
      throw refuse("token_not_valid");
    }
    const destinationId = typeof dst === "string" ? dst : null;
    return { claims: { userId: sub, tenantId: tid, sessionId: sid, roles, destinationId }, expiresAt: exp * 1000 };
  } catch (error) {
    throw error instanceof errors.JWTExpired ? refuse("token_expired") : refuse("token_not_valid");
  }
}

function isUuid(value: unknown): value is string {
  return typeof value === "string" && uuid.test(value);
}
