/** What is the portal's own failing, or the way's to it: enough of these, and a provider is left to rest. */
const faults = new Set([
  "connect_failed",
  "dns_failed",
  "certificate_refused",
  "timeout",
  "reset",
  "truncated",
  "malformed",
  "empty",
  "too_large",
  "redirected",
  "server_error",
]);

/** Whether a call's outcome speaks against its provider; any other answer, a refusal too, says that it lives. */
export function isFault({ outcome, code }: { readonly outcome: string; readonly code: string | null }): boolean {
  return (outcome === "retry" || outcome === "unknown") && code !== null && faults.has(code);
}

/**
 * Which providers and GSTINs were found resting since their documents were claimed: what was claimed before that is put
 * back, what is claimed later was claimed knowing it.
 */
export class Rests {
  #claims = 0;
  readonly #since = new Map<string, number>();

  /** The turn of a claim about to be made. */
  claiming(): number {
    return ++this.#claims;
  }

  /** What a record of calls answered: "<environment> <provider>" and GSTINs. */
  found(resting: readonly string[]): void {
    for (const key of resting) this.#since.set(key, this.#claims);
  }

  /** Whether what was claimed at a turn should not be called for now. */
  isResting(turn: number, ...keys: readonly string[]): boolean {
    return keys.some((key) => turn <= (this.#since.get(key) ?? 0));
  }
}
