import { randomUUID } from "node:crypto";
import type { StoredToken, TokenStore } from "../gateways/nic/token.ts";
import type { Keys } from "../shared/keys.ts";
import { type Entering, type SessionPlace, sessionRows, type Turn } from "./session_rows.ts";

/** So long a copy in memory serves without asking the database; a token dropped elsewhere costs one refused call at most. */
const copyServesMs = 5_000;

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

function makeStore(ctx: Entering, keys: Keys, place: SessionPlace): TokenStore {
  const rows = sessionRows(ctx, keys, place);
  /** Sign-ins this process has the turn for, by key. */
  const turns = new Map<string, Turn>();
  let copy: { key: string; token: StoredToken; until: number } | null = null;
  let drops = 0;

  const exclusively = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = await takeTurn((holder) => rows.claim(key, holder));
    turns.set(key, turn);
    copy = null;
    try {
      return await work();
    } finally {
      turns.delete(key);
      await rows.release(turn);
    }
  };
  /** What is written is written under a turn: the caller's, or one of its own. */
  const inTurn = async (key: string, write: (turn: Turn) => Promise<unknown>): Promise<void> => {
    const turn = turns.get(key);
    await (turn ? write(turn) : exclusively(key, () => write(turns.get(key)!)));
    copy = null;
  };
  return {
    exclusively,
    read: async (key) => {
      if (copy?.key === key && performance.now() < copy.until) return copy.token;
      const dropsBefore = drops;
      const { token } = await rows.read(key, !turns.has(key));
      // What was dropped while it was being read must not serve from memory.
      copy = token && drops === dropsBefore ? { key, token, until: performance.now() + copyServesMs } : null;
      return token;
    },
    refusal: async (key) => (await rows.read(key, false)).refusal,
    write: (key, token) => inTurn(key, (turn) => rows.keep(turn, token)),
    refuse: (key, refusal) => inTurn(key, (turn) => rows.refuse(turn, refusal)),
    drop: async (key, authToken) => {
      drops++;
      if (copy?.key === key && copy.token.authToken === authToken) copy = null;
      await rows.drop(authToken);
    },
  };
}

/** Waits until nobody else signs in, asking again after growing pauses; a worker that died holds it up for its lease. */
async function takeTurn(claim: (holder: string) => Promise<Turn | null>): Promise<Turn> {
  const holder = randomUUID();
  for (let pause = 50;; pause = Math.min(pause * 1.5, 500)) {
    const turn = await claim(holder);
    if (turn) return turn;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
  }
}
