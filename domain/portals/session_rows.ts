import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";
import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { KeptRefusal, StoredToken } from "../gateways/nic/token.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { openSecret, sealSecret } from "../shared/secret_box.ts";
import { wellFormed } from "./exchanges.ts";

/** Whose session: a registration at one provider of a portal. */
export interface SessionPlace {
  readonly office: "irp" | "ewb";
  /** In `einvoice.registrations` or `ewaybill.registrations`. */
  readonly registrationId: string;
  /** The provider's name, as `irp1`. */
  readonly provider: string;
}

export type Entering = Pick<Context, "db" | "actor" | "clock" | "requestId" | "ip">;

/** The right to sign in for a place, for as long as a lease: whoever holds it writes what came of it. */
export interface Turn {
  readonly id: string;
  readonly holder: string;
}

/** What is kept of a place. */
export interface KeptSession {
  readonly token: StoredToken | null;
  readonly refusal: KeptRefusal | null;
}

interface Row {
  id: string;
  token_encrypted: string | null;
  refusal: unknown;
  refused_until: string | null;
  refused_times: number;
}

/** A sign-in that takes longer than this lost its turn; longer than any portal is given. */
const leaseSeconds = 45;

/** The row of `ops.portal_sessions` of a place, to who knows the key it was signed in with. Tokens are sealed on their way. */
export function sessionRows(ctx: Entering, keys: Keys, place: SessionPlace) {
  const where = { p_office: place.office, p_registration_id: place.registrationId, p_provider: place.provider };
  const hashOf = (key: string) => createHmac("sha256", keys.sessions).update(key).digest();
  const boxAt = (rowId: string) => (
    { tenantId: ctx.actor.tenantId, table: "ops.portal_sessions", column: "token_encrypted", rowId }
  );
  return {
    read: async (key: string, isUse: boolean): Promise<KeptSession> => {
      const { office, registrationId, provider } = place;
      const [row] = await withTenant(ctx, ({ sql }) =>
        sql<Row[]>`
          select * from ops.read_portal_session(${office}, ${registrationId}, ${provider}, ${hashOf(key)}, ${isUse})`);
      const box = row?.token_encrypted;
      return { token: box ? opened(() => openSecret(keys, boxAt(row.id), box)) : null, refusal: refusalOf(row) };
    },
    /** The turn, or null while another has it. */
    claim: async (key: string, holder: string): Promise<Turn | null> => {
      const asked = { ...where, p_key_hash: hashOf(key), p_holder: holder, p_seconds: leaseSeconds };
      const id = await withTenant(
        ctx,
        async ({ sql }) => (await callOne(sql, "ops.claim_portal_session", asked))?.answer,
      );
      return id ? { id, holder } : null;
    },
    release: ({ id, holder }: Turn) =>
      withTenant(ctx, ({ sql }) => callRows(sql, "ops.release_portal_session", { p_id: id, p_holder: holder })),
    keep: ({ id, holder }: Turn, token: StoredToken) => {
      const kept = {
        p_token_encrypted: sealSecret(keys, boxAt(id), JSON.stringify(token)),
        p_token_hash: sha256(token.authToken),
        p_expires_at: token.expiresAt,
        p_refresh_at: token.refreshAt,
      };
      return withTenant(
        ctx,
        ({ sql }) => callRows(sql, "ops.keep_portal_session", { p_id: id, p_holder: holder, ...kept }),
      );
    },
    refuse: ({ id, holder }: Turn, { outcome, until }: KeptRefusal) => {
      const refused = { p_id: id, p_holder: holder, p_refusal: storable(outcome), p_until: until };
      return withTenant(ctx, ({ sql }) => callRows(sql, "ops.refuse_portal_session", refused));
    },
    drop: (authToken: string) => {
      const dropped = { ...where, p_token_hash: sha256(authToken) };
      return withTenant(ctx, ({ sql }) => callRows(sql, "ops.drop_portal_session", dropped));
    },
  };
}

function refusalOf(row: Row | undefined): KeptRefusal | null {
  if (!row?.refused_until) return null;
  return { until: new Date(row.refused_until).toISOString(), times: row.refused_times, outcome: row.refusal };
}

/** A session sealed under a secret that is gone is none: the next call signs in. */
function opened(open: () => string): StoredToken | null {
  try {
    return JSON.parse(open()) as StoredToken; // sealed by `keep`
  } catch {
    return null;
  }
}

/** As JSON the database can keep: a portal's sentence may hold what it cannot. */
function storable(outcome: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(outcome, (_, value) => (typeof value === "string" ? wellFormed(value) : value)));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
