import type { z } from "zod";
import { Refusal, type RefusalDetail } from "./refusals.ts";

type Issue = z.core.$ZodIssue;

/** More than this many faults help nobody. */
const detailsAtMost = 50;

/** What is wrong with a body, as details with RFC 6901 pointers below `prefix` (`""`, or `/vouchers/3` in a batch). */
export function issuesToDetails(error: z.core.$ZodError, prefix = ""): RefusalDetail[] {
  return error.issues.flatMap((issue) => detailsOf(issue, prefix)).slice(0, detailsAtMost);
}

/** Reads a value through a schema; refuses `invalid_request` with one detail a fault. */
export function readWith<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): z.output<S> {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  const details = issuesToDetails(read.error, prefix);
  const first = details[0];
  const where = first?.pointer ? `${first.pointer}: ` : "";
  throw new Refusal("invalid_request", 400, `${where}${first?.message ?? "the request is not valid"}`, details);
}

/** `["lines", 0, "a/b"]` → `/lines/0/a~1b`. */
export function pointerOf(path: readonly PropertyKey[], prefix = ""): string {
  return prefix + path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function detailsOf(issue: Issue, prefix: string): RefusalDetail[] {
  const pointer = pointerOf(issue.path, prefix);
  const detail = (code: string, message: string, facts?: Record<string, unknown>): RefusalDetail[] => [
    { pointer, code, message, ...(facts ? { facts } : {}) },
  ];
  if (isAbsent(issue)) return detail("required", "this is required");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        pointer: pointerOf([...issue.path, key], prefix),
        code: "unknown_key",
        message: "this key is not known here",
      }));
    case "invalid_type":
      return detail("wrong_type", `${aOrAn(issue.expected)} is wanted`, { expected: issue.expected });
    case "too_big":
      return bounded(issue.origin, "too_long", `at most ${issue.maximum}`, { maximum: Number(issue.maximum) }, detail);
    case "too_small":
      return bounded(
        issue.origin,
        "too_short",
        `at least ${issue.minimum}`,
        { minimum: Number(issue.minimum) },
        detail,
      );
    case "invalid_format":
      return detail(
        formats[issue.format] ?? "wrong_format",
        sentence(issue, "this does not have the form that is wanted"),
      );
    case "invalid_value":
      return detail("not_one_of", `one of ${issue.values.join(", ")} is wanted`, { allowed: issue.values });
    case "invalid_union":
      if ("options" in issue && Array.isArray(issue.options)) {
        return detail("not_one_of", `one of ${issue.options.join(", ")} is wanted`, { allowed: issue.options });
      }
      return unionDetails(issue.errors, issue.path, prefix) ??
        detail("wrong_type", "this has none of the forms wanted");
    case "not_multiple_of":
      return detail("out_of_range", `a multiple of ${issue.divisor} is wanted`, { divisor: issue.divisor });
    case "custom":
      return detail(String(issue.params?.code ?? "not_valid"), sentence(issue, "this is not valid"));
    default:
      return detail("not_valid", "this is not valid");
  }
}

/** Whether the fault is that nothing is there. Without `reportInput` zod tells so only in its sentence. */
function isAbsent(issue: Issue): boolean {
  if (!["invalid_type", "invalid_value", "invalid_union"].includes(issue.code)) return false;
  return "input" in issue ? issue.input === undefined : issue.message.endsWith("received undefined");
}

const formats: Record<string, string> = {
  date: "not_a_date",
  datetime: "not_an_instant",
  email: "not_an_email",
  uuid: "not_a_uuid",
  guid: "not_a_uuid",
};

function bounded(
  origin: string,
  lengthCode: string,
  message: string,
  facts: Record<string, unknown>,
  detail: (code: string, message: string, facts: Record<string, unknown>) => RefusalDetail[],
): RefusalDetail[] {
  if (origin === "string") return detail(lengthCode, `${message} characters are wanted`, facts);
  if (origin === "array" || origin === "set") {
    return detail(lengthCode === "too_long" ? "too_many" : "too_few", `${message} entries are wanted`, facts);
  }
  return detail("out_of_range", `${message} is wanted`, facts);
}

/** Of a union's branches the one that came furthest: the one with the deepest, then the fewest faults. */
function unionDetails(branches: Issue[][], path: PropertyKey[], prefix: string): RefusalDetail[] | null {
  const isType = (issue: Issue) => issue.code === "invalid_type" && issue.path.length === 0;
  const [best, ...others] = branches.filter((issues) => !issues.some(isType)).sort((a, b) => a.length - b.length);
  if (!best || (others.length > 0 && others[0]?.length === best.length)) return null;
  return best.flatMap((issue) => detailsOf({ ...issue, path: [...path, ...issue.path] }, prefix));
}

/** A schema's own sentence, where it has one; zod's English defaults begin with "Invalid". */
function sentence(issue: Issue, otherwise: string): string {
  return issue.message.startsWith("Invalid") ? otherwise : issue.message;
}

function aOrAn(noun: string): string {
  const word = noun === "int" ? "whole number" : noun;
  return `${/^[aeiou]/.test(word) ? "an" : "a"} ${word}`;
}
