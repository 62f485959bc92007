import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Env } from "../../deps.ts";
import { ownPath } from "../own_site.ts";
import { page } from "../page.ts";
import { keepLanguage, type Language, languages } from "./language.ts";
import type { Words } from "./en.ts";

const chosen = z.strictObject({ language: z.enum(languages), next: z.string().max(2_000).optional() });

/** `POST /language`: keeps the choice in this browser, and shows the page it was made on. */
export function languageChoice(): Hono<Env> {
  return new Hono<Env>().post(
    "/language",
    page({ summary: "Choose the language of the pages", scope: "public", form: chosen }),
    (c) => {
      const { language, next } = c.req.valid("form");
      keepLanguage(c, language);
      return c.redirect(ownPath(next, "/"), 303);
    },
  );
}

const names: Readonly<Record<Language, string>> = { en: "English", hi: "हिन्दी" };

/** `English | हिन्दी`, with the present one marked. */
export function LanguageSwitch({ c, words }: { c: Context<Env>; words: Words }) {
  const { pathname, search } = new URL(c.req.url);
  return (
    <form method="post" action="/language" class="languages" aria-label={words.bar.language}>
      <input type="hidden" name="next" value={pathname + search} />
      {languages.map((language) => (
        <button
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-pressed={language === words.language ? "true" : "false"}
        >
          {names[language]}
        </button>
      ))}
    </form>
  );
}
