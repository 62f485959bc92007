import { type CodeRow, judge, type Verdict } from "../nic/codes.ts";
import type { PortalError } from "../nic/outcome.ts";
import table from "./codes.json" with { type: "json" };

/** Refusals that the caller acts upon beyond telling them. */
export type CodeMeaning =
  | "duplicate"
  | "not_found"
  | "already_cancelled"
  | "window_closed"
  | "expired"
  | "verified_on_the_road"
  | "through_irn"
  | "not_begun"
  | "blocked"
  | "registration";

interface Row extends CodeRow<CodeMeaning> {
  readonly code: string;
  readonly message: string;
}

const rows = new Map(table.map((row) => [row.code, row as Row]));

/** Our kind for one error of the portal. Codes outside codes.json are `unclassified`, which is never repeated blindly. */
export function classifyError({ code }: PortalError): CodeRow<CodeMeaning> {
  return rows.get(code) ?? { kind: "unclassified" };
}

/** Whether a code says that there is no such bill, or none for who asks. */
export function isNotFound(code: string): boolean {
  return rows.get(code)?.meaning === "not_found";
}

/** One verdict over all errors of an answer. */
export function judgeErrors(errors: readonly PortalError[]): Verdict<CodeMeaning> {
  return judge(errors, classifyError);
}

/** The portal sends codes alone; the sentence comes from its own list. */
export function messageOf(code: string): string {
  return rows.get(code)?.message ?? `error ${code}, which is not in the portal's list`;
}
