import type { PortalError } from "./outcome.ts";

/**
 * What a code asks of us. `refused`: tell, do not repeat. `retry`: the portal says nothing happened. `ask`: something
 * may have happened, so look before repeating. `token`: sign in and repeat once. `unclassified`: not in the table.
 */
export type CodeKind = "refused" | "retry" | "ask" | "token" | "unclassified";

export interface CodeRow<Meaning extends string = string> {
  readonly kind: CodeKind;
  readonly meaning?: Meaning;
}

export interface Verdict<Meaning extends string = string> extends CodeRow<Meaning> {
  readonly error: PortalError;
}

/** How much a kind decides when several errors come together: a duplicate outweighs its knock-on errors. */
const weight: Record<CodeKind, number> = { token: 5, refused: 3, unclassified: 2, ask: 1, retry: 0 };

/**
 * One verdict over all errors of an answer. A portal reports every violation at once, with knock-on errors after a
 * bad GSTIN; what has a meaning of its own decides, then a plain refusal, so that nothing refused is sent again.
 */
export function judge<Meaning extends string>(
  errors: readonly PortalError[],
  classify: (error: PortalError) => CodeRow<Meaning>,
): Verdict<Meaning> {
  const judged = errors.map((error): Verdict<Meaning> => ({ error, ...classify(error) }));
  const heaviness = (verdict: Verdict<Meaning>) => verdict.meaning ? 4 : weight[verdict.kind];
  const [first = { error: { code: "", message: "no error was given" }, kind: "unclassified" as const }] = judged
    .toSorted((a, b) => heaviness(b) - heaviness(a));
  return first;
}
