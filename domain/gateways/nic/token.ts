/** A portal session as it is kept. `sek` is base64 of the raw key: a store that leaves memory must encrypt it. */
export interface StoredToken {
  readonly authToken: string;
  readonly sek: string;
  /** RFC 3339 */
  readonly expiresAt: string;
  /** RFC 3339: from here on the next call renews the token first. */
  readonly refreshAt: string;
}

/** A "no" to a sign-in, as it is kept: until then nobody tries again, for a portal locks out who keeps trying. */
export interface KeptRefusal {
  /** RFC 3339 */
  readonly until: string;
  /** The refusals in a row, this one included. */
  readonly times: number;
  /** What the portal said, as the gateway understood it. */
  readonly outcome: unknown;
}

/** Where sessions are kept, so that all workers of one registration sign in once, and after a refusal not at all. */
export interface TokenStore {
  read(key: string): Promise<StoredToken | null>;
  /** Keeps the token, and forgets a refusal. */
  write(key: string, token: StoredToken): Promise<void>;
  /** Forgets the token unless another worker has already replaced it. */
  drop(key: string, authToken: string): Promise<void>;
  /** The last refusal since the last token, whether it still holds or not. */
  refusal(key: string): Promise<KeptRefusal | null>;
  refuse(key: string, refusal: KeptRefusal): Promise<void>;
  /** Runs `work` while no other worker signs in for `key`. What is read within is what is stored, never a copy. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Sessions of this process only. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  const refusals = new Map<string, KeptRefusal>();
  const waiting = new Map<string, Promise<unknown>>();
  return {
    read: (key) => Promise.resolve(tokens.get(key) ?? null),
    write: (key, token) => {
      refusals.delete(key);
      return Promise.resolve(void tokens.set(key, token));
    },
    drop: (key, authToken) => {
      if (tokens.get(key)?.authToken === authToken) tokens.delete(key);
      return Promise.resolve();
    },
    refusal: (key) => Promise.resolve(refusals.get(key) ?? null),
    refuse: (key, refusal) => Promise.resolve(void refusals.set(key, refusal)),
    exclusively: async (key, work) => {
      const turn = (waiting.get(key) ?? Promise.resolve()).then(work, work);
      waiting.set(key, turn.catch(() => {}));
      return await turn;
    },
  };
}

const RENEW_BEFORE_MS = 10 * 60_000;
const SERVE_AT_LEAST_MS = 60_000;

/**
 * The token with its renewal time: ten minutes before expiry, when the portal gives a new one on demand; but never
 * within a minute of issue, so that a wrong clock on either side cannot turn every call into a sign-in.
 */
export function withRefreshTime(token: Omit<StoredToken, "refreshAt">, now: Date): StoredToken {
  const early = Date.parse(token.expiresAt) - RENEW_BEFORE_MS;
  return { ...token, refreshAt: new Date(Math.max(early, now.getTime() + SERVE_AT_LEAST_MS)).toISOString() };
}

/** Whether a kept token serves this call as it is. */
export function stillServes(token: StoredToken, now: Date): boolean {
  return now.getTime() < Date.parse(token.refreshAt);
}

/** Whether the portal itself would still take it. */
export function isLive(token: StoredToken, now: Date): boolean {
  return now.getTime() < Date.parse(token.expiresAt);
}
