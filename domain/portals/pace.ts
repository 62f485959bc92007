/** What was spent of each GSTIN's calls, as `ops.spend_calls` takes it. */
export interface Spent {
  readonly gstin: string;
  readonly calls: number;
  readonly perMinute: number;
}

/**
 * What a group of calls cost beyond the one that each of its documents was charged when it was claimed; less than nothing
 * where a document was put back or needed no call.
 */
export function spentBeyond(
  called: readonly { readonly gstin: string }[],
  answered: readonly { readonly gstin: string }[],
  limits: ReadonlyMap<string, number>,
): Spent[] {
  const calls = new Map<string, number>();
  for (const { gstin } of called) calls.set(gstin, (calls.get(gstin) ?? 0) + 1);
  for (const { gstin } of answered) calls.set(gstin, (calls.get(gstin) ?? 0) - 1);
  return [...calls].flatMap(([gstin, calls]) => {
    const perMinute = limits.get(gstin) ?? 0;
    return perMinute > 0 && calls !== 0 ? [{ gstin, calls, perMinute }] : [];
  });
}

/** Lets no more than so many calls be under way at once; the others wait, first come first. */
export function turnstile(atOnce: number): <T>(call: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (call) => {
    if (free === 0) await new Promise<void>((pass) => waiting.push(pass));
    else free--;
    try {
      return await call();
    } finally {
      const next = waiting.shift(); // whose turn it is takes this one's place
      if (next) next();
      else free++;
    }
  };
}
