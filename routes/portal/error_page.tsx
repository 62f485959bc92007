import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { rolesWith } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";
import { refusalIn, titles } from "../problem.ts";
import { showPage } from "./layout.tsx";
import { homeOf, operations } from "./sections.ts";

/** Whatever was thrown, as a page: a refusal in its own words, a fault of ours as its request id. */
export function answerErrorPage(error: unknown, c: Context<Env>): Response | Promise<Response> {
  const refusal = refusalIn(error, c);
  const retryAfter = refusal?.facts.retryAfter;
  if (retryAfter !== undefined) c.header("retry-after", String(retryAfter));
  const message = refusal?.detail ?? "this is a fault of ours, and it has been written down";
  const more = refusal?.code === "scope_missing" ? whoMay(String(refusal.facts.scope)) : [];
  return showRefusal(c, refusal?.status ?? 500, message, refusal?.code ?? "internal_error", more);
}

const list = new Intl.ListFormat("en-IN");
const asSentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** `["owners and accountants may"]`: whom to ask. */
function whoMay(scope: string): string[] {
  const people = rolesWith(scope).map((role) => role.replaceAll("_", " ").replace(/s?$/, "s"));
  return people.length > 0 ? [`${list.format(people)} may`] : [];
}

/** A page that says no: why, under which name, and the way back. */
export function showRefusal(
  c: Context<Env>,
  status: ContentfulStatusCode,
  message: string,
  code: string,
  more: readonly string[] = [],
) {
  const title = titles[status] ?? "Refused";
  const section = c.req.path.startsWith(operations.home) ? { section: operations } : {};
  return showPage(
    c,
    { title, status, ...section },
    (
      <section class="sheet">
        <div class="empty">
          <h1 role="alert">{title}</h1>
          <p>{[message, ...more].map(asSentence).join(" ")}</p>
          <p class="small">
            <code>{code}</code> · request <code>{c.var.requestId}</code>
          </p>
          <br />
          <p>
            <a class="button" href={c.var.visitor ? homeOf(c.var.visitor) : "/"}>Go on from here</a>
          </p>
        </div>
      </section>
    ),
  );
}
