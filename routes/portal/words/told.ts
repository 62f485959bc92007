import { fill, Refusal, type RefusalDetail } from "../../../domain/shared/refusals.ts";
import { withInstantsInWords } from "../times.tsx";
import type { Words } from "./en.ts";

/** A refusal as a sentence of this language, where it has one; else in the words of the API. */
export function told(words: Words, refusal: Pick<Refusal, "code" | "detail" | "facts">): string {
  const own = words.refusals[refusal.code];
  return asSentence(words, own === undefined ? withInstantsInWords(refusal.detail) : fill(own, refusal.facts));
}

/** One thing that is wrong, in words of this language where it has them: of the refusal, else of the field. */
export function saidOf(words: Words, { code, message, pointer = "", facts = {} }: Said): string {
  const own = fill(words.refusals[code] ?? "{}", facts);
  return own.includes("{") ? words.payouts.fieldRules[pointer.slice(1)] ?? message : own;
}

type Said = Pick<RefusalDetail, "code" | "message"> & Partial<RefusalDetail>;

/** A refusal whose details speak this language. */
export function inWords(words: Words, { code, status, detail, errors, facts }: Refusal): Refusal {
  const said = errors.map((one) => ({ ...one, message: saidOf(words, one) }));
  return new Refusal(code, status, detail, said, facts);
}

export function asSentence(words: Words, text: string): string {
  if (/[.!?।]$/.test(text)) return text;
  const isLatin = /[a-z]$/i.test(text);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${words.language === "hi" && !isLatin ? "।" : "."}`;
}
