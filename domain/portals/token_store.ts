import { Buffer } from "node:buffer";
import { createHash, createHmac, randomUUID } from "node:crypto";
import { callOne, callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { KeptRefusal, StoredToken, TokenStore } from "../gateways/nic/token.ts";
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

type Entering = Pick<Context, "db" | "actor" | "clock" | "requestId" | "ip">;

/** A sign-in that takes longer than this lost its turn; longer than any portal is given. */
const LEASE_SECONDS = 45;
/** So long a copy in memory serves without asking the database; a token dropped elsewhere costs one refused call at most. */
const COPY_SERVES_MS = 5_000;

/** One store a place and pool, so that the sign-ins on their way in this process are shared by all who ask. */
const stores = new WeakMap<object, Map<string, TokenStore>>();

/** The session of a registration at a provider, kept sealed in `ops.portal_sessions` and shared by all processes. */
export function sessionStore(ctx: Entering, keys: Keys, place: SessionPlace): TokenStore {
  const known = stores.get(ctx.db) ?? new Map<string, TokenStore>();
  stores.set(ctx.db, known);
  const name = [keys.boxes[0].id, ctx.actor.tenantId, place.office, place.registrationId, place.provider].join(" ");
  const store = known.get(name) ?? makeStore(asJob(ctx), keys, place);
  known.set(name, store);
  return store;
}

/** Lets go of what this process remembers of sessions over a pool, as a restart does; what is stored stays. */
export function forgetSessions(db: Entering["db"]): void {
  stores.delete(db);
}

/** The store outlives the request it was made in: nobody's in particular. */
function asJob({ db, actor, clock }: Entering): Entering {
  const job = { kind: "job", tenantId: actor.tenantId, userId: null, roles: [], scopes: new Set<string>() } as const;
  return { db, actor: job, clock, requestId: "session", ip: null };
}

interface Row {
  id: string;
  token_encrypted: string | null;
  refusal: unknown;
  refused_until: string | null;
  refused_times: number;
}

function makeStore(ctx: Entering, keys: Keys, place: SessionPlace): TokenStore {
  const where = { p_office: place.office, p_registration_id: place.registrationId, p_provider: place.provider };
  const hashOf = (key: string) => createHmac("sha256", keys.sessions).update(key).digest();
  const boxAt = (rowId: string) => ({
    tenantId: ctx.actor.tenantId,
    table: "ops.portal_sessions",
    column: "token_encrypted",
    rowId,
  });
  /** Sign-ins this process has the turn for, by key. */
  const turns = new Map<string, { id: string; holder: string }>();
  let copy: { key: string; token: StoredToken; until: number } | null = null;
  let drops = 0;

  const rowOf = async (key: string, isUse: boolean): Promise<Row | null> => {
    const args = [place.office, place.registrationId, place.provider, hashOf(key)] as const;
    const [row] = await withTenant(
      ctx,
      ({ sql }) =>
        sql<Row[]>`select * from ops.read_portal_session(${args[0]}, ${args[1]}, ${args[2]}, ${args[3]}, ${isUse})`,
    );
    return row ?? null;
  };
  const claim = (key: string, holder: string) =>
    withTenant(ctx, async ({ sql }) => {
      const turn = { ...where, p_key_hash: hashOf(key), p_holder: holder, p_seconds: LEASE_SECONDS };
      return (await callOne(sql, "ops.claim_portal_session", turn))?.answer ?? null;
    });
  const release = ({ id, holder }: { id: string; holder: string }) =>
    withTenant(ctx, ({ sql }) => callRows(sql, "ops.release_portal_session", { p_id: id, p_holder: holder }));

  const exclusively = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const holder = randomUUID();
    let id = await claim(key, holder);
    for (let pause = 50; id === null; pause = Math.min(pause * 1.5, 500)) {
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
      id = await claim(key, holder);
    }
    turns.set(key, { id, holder });
    copy = null;
    try {
      return await work();
    } finally {
      turns.delete(key);
      await release({ id, holder });
    }
  };

  /** What is written is written under a turn: the caller's, or one of its own. */
  const inTurn = async (key: string, write: (turn: { id: string; holder: string }) => Promise<unknown>) => {
    const turn = turns.get(key);
    if (turn) return void await write(turn);
    await exclusively(key, () => write(turns.get(key)!));
  };

  return {
    exclusively,
    read: async (key) => {
      if (copy?.key === key && Date.now() < copy.until) return copy.token;
      const dropsBefore = drops;
      const row = await rowOf(key, !turns.has(key));
      const token = row?.token_encrypted ? opened(() => openSecret(keys, boxAt(row.id), row.token_encrypted!)) : null;
      copy = token && drops === dropsBefore ? { key, token, until: Date.now() + COPY_SERVES_MS } : null;
      return token;
    },
    write: (key, token) =>
      inTurn(key, async ({ id, holder }) => {
        const kept = {
          p_token_encrypted: sealSecret(keys, boxAt(id), JSON.stringify(token)),
          p_token_hash: sha256(token.authToken),
          p_expires_at: token.expiresAt,
          p_refresh_at: token.refreshAt,
        };
        copy = null;
        await withTenant(
          ctx,
          ({ sql }) => callRows(sql, "ops.keep_portal_session", { p_id: id, p_holder: holder, ...kept }),
        );
      }),
    drop: async (key, authToken) => {
      drops++;
      if (copy?.key === key && copy.token.authToken === authToken) copy = null;
      const dropped = { ...where, p_token_hash: sha256(authToken) };
      await withTenant(ctx, ({ sql }) => callRows(sql, "ops.drop_portal_session", dropped));
    },
    refusal: async (key): Promise<KeptRefusal | null> => {
      const row = await rowOf(key, false);
      if (!row?.refused_until) return null;
      return { until: new Date(row.refused_until).toISOString(), times: row.refused_times, outcome: row.refusal };
    },
    refuse: (key, { until, outcome }) =>
      inTurn(key, ({ id, holder }) => {
        const refused = { p_id: id, p_holder: holder, p_refusal: storable(outcome), p_until: until };
        return withTenant(ctx, ({ sql }) => callRows(sql, "ops.refuse_portal_session", refused));
      }),
  };
}

/** A session sealed under a secret that is gone is none: the next call signs in. */
function opened(open: () => string): StoredToken | null {
  try {
    return JSON.parse(open()) as StoredToken; // sealed by `write`
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
