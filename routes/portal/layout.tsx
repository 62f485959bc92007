import type { Context } from "hono";
import { html } from "hono/html";
import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Visitor } from "../../domain/core/mod.ts";
import type { Env } from "../deps.ts";
import { called, type Section, sectionsOf, tabsOf } from "./sections.ts";
import { staticPath } from "./static.ts";
import { LanguageSwitch } from "./words/choose.tsx";
import { en, type Words } from "./words/en.ts";
import { wordsOf } from "./words/language.ts";

/** Everything from this host, nothing written into the page itself; no frame, no form to anywhere else. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/**
 * What makes it a page of ours and keeps a browser from harm. With `no-referrer` a browser would send its forms without
 * an Origin; `same-origin` tells other sites as little.
 */
const headers = { "content-security-policy": contentSecurityPolicy, "referrer-policy": "same-origin" };

interface Shown {
  readonly title: string;
  readonly section?: Section;
  /** Seconds after which the page shows the present state by itself. */
  readonly reload?: number;
  readonly status?: ContentfulStatusCode;
}

/** Answers a whole page around `children`: the bar with who is signed in, the tabs of the section. */
export function showPage(c: Context<Env>, shown: Shown, children: Child): Response | Promise<Response> {
  const visitor = c.var.visitor ?? null;
  const words = shown.section?.onlyEnglish ? en : wordsOf(c);
  const body = (
    <Document title={shown.title} words={words}>
      <a class="skip" href="#main">{words.bar.skip}</a>
      <Bar {...{ visitor, words }} here={shown.section}>
        {!shown.section?.onlyEnglish && <LanguageSwitch c={c} words={words} />}
      </Bar>
      {visitor && shown.section && <Tabs section={shown.section} {...{ visitor, words }} path={c.req.path} />}
      <main id="main" tabindex={-1} data-reload={shown.reload}>{children}</main>
    </Document>
  );
  return c.html(html`<!doctype html>${body}`, shown.status ?? 200, headers);
}

/** Answers a page that stands alone: the sign-in. */
export function showGate(c: Context<Env>, shown: Omit<Shown, "section">, children: Child) {
  const words = wordsOf(c);
  const body = (
    <Document title={shown.title} words={words}>
      <main class="gate">
        <div>
          <div class="first">
            <Brand />
            <LanguageSwitch c={c} words={words} />
          </div>
          <div class="sheet">{children}</div>
        </div>
      </main>
    </Document>
  );
  return c.html(html`<!doctype html>${body}`, shown.status ?? 200, headers);
}

function Document({ title, words, children }: { title: string; words: Words; children?: Child }) {
  return (
    <html lang={words.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · Pakka`}</title>
        <link rel="icon" href={staticPath("icon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={staticPath("pages.css")} />
        <script src={staticPath("pages.js")} defer></script>
      </head>
      <body>{children}</body>
    </html>
  );
}

function Brand() {
  return (
    <a class="brand" href="/">
      <img src={staticPath("icon.svg")} alt="" width="28" height="28" />Pakka
    </a>
  );
}

interface Barred {
  readonly visitor: Visitor | null;
  readonly words: Words;
  /** The part of the site that is shown. */
  readonly here: Section | undefined;
  readonly children?: Child;
}

function Bar({ visitor, words, here, children }: Barred) {
  return (
    <header class="bar">
      <Brand />
      {visitor && <span class="company">{visitor.company}</span>}
      {visitor && <Parts {...{ visitor, words, here }} />}
      <div class="me">
        {children}
        {visitor && <a class="who small quiet" href="/account">{visitor.caller.name}</a>}
        {visitor && (
          <form method="post" action="/sign-out">
            <FormToken visitor={visitor} />
            <button class="slim" type="submit">{words.bar.signOut}</button>
          </form>
        )}
      </div>
    </header>
  );
}

/** The ways between the parts of the site that are somebody's; none where there is but one. */
function Parts({ visitor, words, here }: Barred & { visitor: Visitor }) {
  const parts = sectionsOf(visitor);
  if (parts.length < 2) return null;
  return (
    <nav class="parts" aria-label={words.bar.parts}>
      {parts.map((part) => (
        <a href={part.home} aria-current={part === here ? "true" : undefined}>{called(part.label, words)}</a>
      ))}
    </nav>
  );
}

interface Tabbed {
  readonly section: Section;
  readonly visitor: Visitor;
  readonly path: string;
  readonly words: Words;
}

function Tabs({ section, visitor, path, words }: Tabbed) {
  const tabs = tabsOf(section, visitor);
  if (tabs.length === 0) return null;
  const isHere = (href: string) =>
    tabs.length === 1 || path === href || (href !== section.home && path.startsWith(`${href}/`));
  return (
    <nav class="tabs" aria-label={called(section.label, words)}>
      {tabs.map(({ href, label }) => (
        <a href={href} aria-current={isHere(href) ? "page" : undefined}>{called(label, words)}</a>
      ))}
    </nav>
  );
}

/** What every form of a signed-in person holds; a POST without it is refused. */
export function FormToken({ visitor }: { visitor: Visitor }) {
  return <input type="hidden" name="formToken" value={visitor.formToken} />;
}
