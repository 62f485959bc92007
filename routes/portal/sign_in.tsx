import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import { closePageSession, openPageSession, signInSchema, type Visitor } from "../../domain/core/mod.ts";
import { Refusal } from "../../domain/shared/refusals.ts";
import type { Env } from "../deps.ts";
import { strangerOf } from "../middleware/authenticate.ts";
import { contextOf } from "../middleware/tenant.ts";
import { showGate, showPage } from "./layout.tsx";
import { ownPath } from "./own_site.ts";
import { page, readVisitor, visitorOf } from "./page.ts";
import { Facts } from "./parts.tsx";
import { called, homeOf, sectionsOf } from "./sections.ts";
import { forgetSession, keepSession } from "./session_cookie.ts";
import type { Words } from "./words/en.ts";
import { wordsOf } from "./words/language.ts";
import { told } from "./words/told.ts";

const next = z.string().max(2_000).optional();
const signIn = z.strictObject({ ...signInSchema.shape, next });
/** Refusals of a sign-in that the form itself tells. */
const toldHere = ["sign_in_failed", "sign_in_throttled", "sign_in_busy"];

/** Signing in and out, and what is known of who is signed in. */
export function signInPages(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/sign-in",
      page({ summary: "Sign in", scope: "public", query: z.strictObject({ next }) }),
      async (c) => {
        const visitor = await readVisitor(c);
        const { next } = c.req.valid("query");
        if (visitor) return c.redirect(ownPath(next, homeOf(visitor)), 303);
        return await showSignIn(c, { next });
      },
    )
    .post("/sign-in", page({ summary: "Sign in", scope: "public", form: signIn }), async (c) => {
      const { email, password, next } = c.req.valid("form");
      try {
        const [before, token] = [await readVisitor(c), await openPageSession(strangerOf(c), email.trim(), password)];
        if (before) await closePageSession({ ...strangerOf(c), actor: before.caller.actor }, before.caller.sessionId!);
        keepSession(c, token);
        // The way on is found by the page itself, which knows whose session it is.
        return c.redirect(`/sign-in${next === undefined ? "" : `?next=${encodeURIComponent(next)}`}`, 303);
      } catch (error) {
        if (!(error instanceof Refusal) || !toldHere.includes(error.code)) throw error;
        if (error.facts.retryAfter !== undefined) c.header("retry-after", String(error.facts.retryAfter));
        return await showSignIn(c, { next, email, refused: error });
      }
    })
    .post("/sign-out", page({ summary: "Sign out", scope: "signed_in" }), async (c) => {
      const { sessionId } = visitorOf(c).caller;
      if (sessionId) await closePageSession(contextOf(c), sessionId);
      forgetSession(c);
      return c.redirect("/sign-in", 303);
    })
    .get("/account", page({ summary: "Who is signed in", scope: "signed_in" }), (c) => {
      const words = wordsOf(c);
      return showPage(c, { title: words.account.tab }, <Account visitor={visitorOf(c)} words={words} />);
    });
}

function Account({ visitor, words }: { visitor: Visitor; words: Words }) {
  const says = words.account;
  const { name, actor } = visitor.caller;
  const roles = actor.roles.join(", ").replaceAll("_", " ");
  const places = sectionsOf(visitor);
  return (
    <>
      <div class="head">
        <div>
          <h1>{says.title}</h1>
          <p>{says.about}</p>
        </div>
      </div>
      <section class="sheet">
        <div class="body">
          <Facts
            facts={{
              [says.name]: visitor.displayName,
              [says.email]: name,
              [says.company]: visitor.company,
              [says.roles]: roles,
            }}
          />
        </div>
      </section>
      {places.length === 0 ? <p class="note">{says.noPages}</p> : (
        <p class="actions">
          {places.map(({ home, label }) => <a class="button" href={home}>{called(label, words)}</a>)}
        </p>
      )}
    </>
  );
}

interface Entered {
  readonly next?: string | undefined;
  readonly email?: string;
  readonly refused?: Refusal;
}

function showSignIn(c: Context<Env>, { next, email = "", refused }: Entered) {
  const fault = refused && "sign-in-fault";
  const words = wordsOf(c);
  const says = words.signIn;
  return showGate(
    c,
    { title: says.title, status: refused?.status ?? 200 },
    (
      <>
        <h1>{says.title}</h1>
        {refused && <p class="note bad" id={fault} role="alert">{told(words, refused)}</p>}
        <form method="post" action="/sign-in">
          {next !== undefined && <input type="hidden" name="next" value={next} />}
          <label>
            {says.email}
            <input
              name="email"
              type="email"
              autocomplete="username"
              required
              maxlength={254}
              value={email}
              autofocus={email === ""}
              aria-invalid={refused ? "true" : undefined}
              aria-describedby={fault}
            />
          </label>
          <label>
            {says.password}
            <input
              name="password"
              type="password"
              autocomplete="current-password"
              required
              maxlength={1024}
              autofocus={email !== ""}
              aria-invalid={refused ? "true" : undefined}
              aria-describedby={fault}
            />
          </label>
          <button class="main" type="submit">{says.button}</button>
        </form>
        {c.var.deps.settings.development && <DemoHint says={says} />}
      </>
    ),
  );
}

function DemoHint({ says }: { says: Words["signIn"] }) {
  return (
    <p class="note small">
      {says.development} <code>owner@demo.test</code> / <code>partner@demo.test</code>, {says.developmentPassword}{" "}
      <code>pakka-demo</code>.
    </p>
  );
}
