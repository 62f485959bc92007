import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { rolesWith } from "../../domain/core/mod.ts";
import { fill } from "../../domain/shared/refusals.ts";
import type { Env } from "../deps.ts";
import { refusalIn, titles } from "../problem.ts";
import { showPage } from "./layout.tsx";
import { homeOf, operations } from "./sections.ts";
import { en, type Words } from "./words/en.ts";
import { wordsOf } from "./words/language.ts";
import { asSentence } from "./words/told.ts";

/** Whatever was thrown, as a page: a refusal in its own words, a fault of ours as its request id. */
export function answerErrorPage(error: unknown, c: Context<Env>): Response | Promise<Response> {
  const refusal = refusalIn(error, c);
  const retryAfter = refusal?.facts.retryAfter;
  if (retryAfter !== undefined) c.header("retry-after", String(retryAfter));
  const words = c.req.path.startsWith(operations.home) ? en : wordsOf(c);
  const own = words.refusals[refusal?.code ?? ""];
  const message = own === undefined ? refusal?.detail ?? words.errors.ours : fill(own, refusal?.facts ?? {});
  const more = refusal?.code === "scope_missing" ? whoMay(words, String(refusal.facts.scope)) : [];
  return showRefusal(c, refusal?.status ?? 500, message, refusal?.code ?? "internal_error", more);
}

/** `["owners and accountants may"]`: whom to ask. */
function whoMay(words: Words, scope: string): string[] {
  const people = rolesWith(scope).map((role) => words.roles[role] ?? role.replaceAll("_", " "));
  return people.length > 0 ? [words.errors.whoMay(new Intl.ListFormat(words.locale).format(people))] : [];
}

/** A page that says no: why, under which name, and the way back. */
export function showRefusal(
  c: Context<Env>,
  status: ContentfulStatusCode,
  message: string,
  code: string,
  more: readonly string[] = [],
) {
  const section = c.req.path.startsWith(operations.home) ? { section: operations } : {};
  const words = section.section ? en : wordsOf(c);
  const title = words.errors.titles[status] ?? titles[status] ?? "Refused";
  return showPage(
    c,
    { title, status, ...section },
    (
      <section class="sheet">
        <div class="empty">
          <h1 role="alert">{title}</h1>
          <p>{[message, ...more].map((text) => asSentence(words, text)).join(" ")}</p>
          <p class="small">
            <code>{code}</code> · {words.errors.request} <code>{c.var.requestId}</code>
          </p>
          <br />
          <p>
            <a class="button" href={c.var.visitor ? homeOf(c.var.visitor) : "/"}>{words.errors.goOn}</a>
          </p>
        </div>
      </section>
    ),
  );
}
