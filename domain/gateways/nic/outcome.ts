/** One GSTIN's credentials at a portal. Production user names begin with API_. */
export interface Registration {
  readonly gstin: string;
  readonly username: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface InfoEntry {
  readonly code: string;
  readonly description: unknown;
}

export interface PortalError {
  readonly code: string;
  readonly message: string;
}

/** Why nothing can be known, or nothing was done: `unclassified_code` carries the portal's errors. */
export type Reason =
  | "connect_failed"
  | "dns_failed"
  | "certificate_refused"
  | "timeout"
  | "reset"
  | "truncated"
  | "malformed"
  | "empty"
  | "too_large"
  | "redirected"
  | "server_error"
  | "rate_limited"
  | "undecipherable"
  | "portal_error"
  | "token_refused"
  | "unclassified_code";

/**
 * Every call ends in one of four ways. `done`: it happened. `refused`: the portal said no; no repeat. `retry`: nothing
 * happened there; back off and repeat. `unknown`: it may have happened; ask before repeating.
 */
export type Outcome<T, Meaning extends string = string> =
  | { readonly kind: "done"; readonly value: T; readonly info: readonly InfoEntry[] }
  | {
    readonly kind: "refused";
    readonly code: string;
    readonly meaning?: Meaning;
    readonly message: string;
    readonly errors: readonly PortalError[];
    readonly info: readonly InfoEntry[];
  }
  | {
    readonly kind: "retry";
    readonly reason: Reason;
    readonly retryAfterMs?: number;
    readonly errors?: readonly PortalError[];
  }
  | {
    readonly kind: "unknown";
    readonly reason: Reason;
    readonly detail?: string;
    readonly errors?: readonly PortalError[];
  };

/** One request and its answer, for the log: bodies as decrypted text, every secret replaced by [masked]. */
export interface Exchange<Operation extends string = string> {
  readonly operation: Operation;
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly gstin: string;
  readonly request: { readonly headers: Readonly<Record<string, string>>; readonly body: string | null };
  readonly response: { readonly body: string | null };
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
  readonly startedAt: string;
  /** How it ended for the log: a question to which the answer is "there is none" is `done`, with that answer's code. */
  readonly outcome: Outcome<unknown>["kind"];
  /** The portal's code or the reason, where the outcome is not simply `done`. */
  readonly code: string | null;
  /** What the portal says to it, where it says anything. */
  readonly message: string | null;
  /** How long the portal asks to be left alone, where it says. */
  readonly retryAfterMs?: number;
}
