import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { readPartnerLanguage } from "../../../domain/payout/mod.ts";
import type { Env } from "../../deps.ts";
import { contextOf } from "../../middleware/tenant.ts";
import { en, type Words } from "./en.ts";
import { hi } from "./hi.ts";

/** The languages of the pages. */
export const languages = ["en", "hi"] as const;
export type Language = typeof languages[number];

const words: Readonly<Record<Language, Words>> = { en, hi };

/** What this person's pages say. */
export function wordsOf(c: Context<Env>): Words {
  return words[languageOf(c)];
}

/** As the person chose; where they did not, a partner's own language; English. */
export function languageOf(c: Context<Env>): Language {
  return c.var.language ?? chosenIn(c) ?? "en";
}

/** A partner who has chosen none reads the language their company knows of them. */
export async function findLanguage(c: Context<Env>): Promise<void> {
  const isAPartner = c.var.caller?.actor.destinationId !== undefined;
  const language = chosenIn(c) ?? (isAPartner ? await readPartnerLanguage(contextOf(c)) : null);
  if (language !== null) c.set("language", language);
}

export function keepLanguage(c: Context<Env>, language: Language): void {
  const { name, options } = cookieOf(c);
  setCookie(c, name, language, { ...options, maxAge: 365 * 24 * 3600 });
}

function chosenIn(c: Context<Env>): Language | null {
  const chosen = getCookie(c, cookieOf(c).name);
  return languages.find((language) => language === chosen) ?? null;
}

/** As the session's cookie: held to this host, and to https but in a development run. */
function cookieOf(c: Context<Env>) {
  const isOpen = c.var.deps.settings.development;
  const options = { path: "/", httpOnly: true, sameSite: "Lax", secure: !isOpen } as const;
  return { name: isOpen ? "pakka-language-development" : "__Host-pakka-language", options };
}
