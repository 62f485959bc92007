import { callRows } from "../../db/call.ts";
import type { Database } from "../../db/pool.ts";
import { withSystem } from "../../db/tenant.ts";

/** A figure of the installation: its name, what tells it from others of the name, its value. */
export interface Measure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** `/metrics` is open to anybody, so the sums are made once in so long, however often they are asked for. */
const keptMs = 10_000;

/** The installation's figures, of no company by itself, no older than ten seconds. */
export function measuring(db: Database): () => Promise<readonly Measure[]> {
  let kept: { at: number; figures: Promise<readonly Measure[]> } | null = null;
  return () => {
    if (kept && performance.now() - kept.at < keptMs) return kept.figures;
    const figures = withSystem(db, (sql) => callRows(sql, "ops.measure", {})).then((rows) =>
      rows.map(({ name, labels, value }) => ({
        name: String(name),
        labels: labels as unknown as Record<string, string>,
        value: Number(value),
      }))
    );
    kept = { at: performance.now(), figures };
    figures.catch(() => kept = null);
    return figures;
  };
}
