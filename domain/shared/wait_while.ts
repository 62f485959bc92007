/** How long a caller who wants the answer at once is kept waiting for the job. */
const waitAtMostMs = 8_000;

/** Looks again and again while something is unsettled, but not for long; answers what was seen last. */
export async function waitWhile<T>(look: () => Promise<T>, unsettled: (seen: T) => boolean): Promise<T> {
  const until = Date.now() + waitAtMostMs;
  for (let pause = 20;; pause = Math.min(pause * 1.2, 100)) {
    const seen = await look();
    if (!unsettled(seen) || Date.now() > until) return seen;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
