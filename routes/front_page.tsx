import { Hono } from "hono";
import type { AppOptions, Env } from "./deps.ts";
import { endpoint } from "./middleware/endpoint.ts";
import { showGate } from "./portal/layout.tsx";
import type { Words } from "./portal/words/en.ts";
import { wordsOf } from "./portal/words/language.ts";

/** `/`: what this is and where to go on. */
export function frontPage({ settings, mail }: AppOptions): Hono<Env> {
  return new Hono<Env>().get(
    "/",
    endpoint({
      summary: "The front page",
      tag: "documentation",
      scope: "public",
      answers: { status: 200, description: "A page", media: "text/html" },
    }),
    (c) => {
      const words = wordsOf(c);
      return showGate(
        c,
        { title: words.front.title },
        <Front isDevelopment={settings.development} hasMailbox={Boolean(mail?.caught)} says={words.front} />,
      );
    },
  );
}

const places = (says: Words["front"]) => [
  { href: "/partner", label: says.partner, about: says.partnerAbout },
  { href: "/ops", label: says.operations, about: says.operationsAbout },
  { href: "/docs", label: says.api, about: says.apiAbout },
  { href: "/openapi.json", label: says.openApi, about: says.openApiAbout },
  { href: "/health/ready", label: says.health, about: says.healthAbout },
];

interface Shown {
  readonly isDevelopment: boolean;
  readonly hasMailbox: boolean;
  readonly says: Words["front"];
}

function Front({ isDevelopment, hasMailbox, says }: Shown) {
  return (
    <>
      <h1>{says.heading}</h1>
      <p class="quiet">{says.about}</p>
      <ul class="places">
        {places(says).map(({ href, label, about }) => (
          <li>
            <a href={href}>{label}</a>
            <span class="small quiet">{about}</span>
          </li>
        ))}
      </ul>
      {isDevelopment && (
        <p class="note small">
          A development run: sign in as <code>owner@demo.test</code>, or as a partner as{" "}
          <code>partner@demo.test</code>, password <code>pakka-demo</code>, on the pages or with{" "}
          <code>POST /api/auth/login</code>, whose access token is sent as <code>Authorization: Bearer …</code>.
          {hasMailbox && (
            <>
              {" "}What it mails, one-time passwords too, is in its <a href="/mailbox">mailbox</a>.
            </>
          )}
        </p>
      )}
    </>
  );
}
