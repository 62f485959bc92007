import { fill, type Refusal } from "../../../domain/shared/refusals.ts";
import { withInstantsInWords } from "../times.tsx";
import type { Words } from "./en.ts";

/** A refusal as a sentence of this language, where it has one; else in the words of the API. */
export function told(words: Words, refusal: Pick<Refusal, "code" | "detail" | "facts">): string {
  const own = words.refusals[refusal.code];
  return asSentence(words, own === undefined ? withInstantsInWords(refusal.detail) : fill(own, refusal.facts));
}

export function asSentence(words: Words, text: string): string {
  if (/[.!?।]$/.test(text)) return text;
  const isLatin = /[a-z]$/i.test(text);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${words.language === "hi" && !isLatin ? "।" : "."}`;
}
