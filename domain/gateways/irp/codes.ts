import table from "./codes.json" with { type: "json" };

/**
 * What a code asks of us. `refused`: tell, do not repeat. `retry`: the portal says nothing happened. `ask`: something
 * may have happened, so look before repeating. `token`: sign in and repeat once. `unclassified`: not in our table.
 */
export type CodeKind = "refused" | "retry" | "ask" | "token" | "unclassified";

/** Refusals that the caller acts upon beyond telling them. */
export type CodeMeaning =
  | "duplicate"
  | "registered_elsewhere"
  | "not_found"
  | "number_was_cancelled"
  | "already_cancelled"
  | "window_closed"
  | "eway_bill_active"
  | "eway_bill_exists"
  | "not_ours"
  | "not_active"
  | "sync_taxpayer"
  | "reported_too_late"
  | "registration";

export interface PortalError {
  readonly code: string;
  readonly message: string;
}

interface CodeRow {
  readonly kind: CodeKind;
  readonly meaning?: CodeMeaning;
}

const rows = new Map(table.map((row) => [row.code, row as CodeRow]));

/** A schema violation also comes as 5002 (or with no code at all), and only its sentence tells it from an outage. */
const schemaSentence = /\bfield\b|must match|JSON|schema/i;

/** Our kind for one error of the portal. Codes outside codes.json are `unclassified`, which is never repeated blindly. */
export function classifyError(error: PortalError): CodeRow {
  const isSchema = (error.code === "5002" || error.code === "") && schemaSentence.test(error.message);
  if (isSchema) return { kind: "refused" };
  return rows.get(error.code) ?? { kind: "unclassified" };
}

/** How much a kind decides when several errors come together: a duplicate outweighs its knock-on errors. */
const weight: Record<CodeKind, number> = { token: 5, refused: 3, unclassified: 2, ask: 1, retry: 0 };

export interface Verdict extends CodeRow {
  readonly error: PortalError;
}

/**
 * One verdict over all errors of an answer. The portal reports every violation at once, with knock-on errors after a
 * bad GSTIN; what has a meaning of its own decides, then a plain refusal, so that nothing refused is sent again.
 */
export function judgeErrors(errors: readonly PortalError[]): Verdict {
  const judged = errors.map((error) => ({ error, ...classifyError(error) }));
  const heaviness = (verdict: Verdict) => verdict.meaning ? 4 : weight[verdict.kind];
  const [first = { error: { code: "", message: "no error was given" }, kind: "unclassified" as const }] = judged
    .toSorted((a, b) => heaviness(b) - heaviness(a));
  return first;
}

/** Every code of the table, for the test that none is without a kind. */
export function classifiedCodes(): readonly string[] {
  return [...rows.keys()];
}
