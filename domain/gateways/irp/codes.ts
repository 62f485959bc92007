import { type CodeRow, judge, type Verdict } from "../nic/codes.ts";
import type { PortalError } from "../nic/outcome.ts";
import table from "./codes.json" with { type: "json" };

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

const rows = new Map(table.map((row) => [row.code, row as CodeRow<CodeMeaning>]));

/** A schema violation also comes as 5002 (or with no code at all), and only its sentence tells it from an outage. */
const schemaSentence = /\bfield\b|must match|JSON|schema/i;

/** Our kind for one error of the portal. Codes outside codes.json are `unclassified`, which is never repeated blindly. */
export function classifyError(error: PortalError): CodeRow<CodeMeaning> {
  const isSchema = (error.code === "5002" || error.code === "") && schemaSentence.test(error.message);
  if (isSchema) return { kind: "refused" };
  return rows.get(error.code) ?? { kind: "unclassified" };
}

/** One verdict over all errors of an answer. */
export function judgeErrors(errors: readonly PortalError[]): Verdict<CodeMeaning> {
  return judge(errors, classifyError);
}

/** Every code of the table, for the test that none is without a kind. */
export function classifiedCodes(): readonly string[] {
  return [...rows.keys()];
}
