import type { Child } from "hono/jsx";
import type { Scope, Visitor } from "../../domain/core/mod.ts";
import { FormToken } from "./layout.tsx";
import { AsOf } from "./times.tsx";
import { en, type Words } from "./words/en.ts";

/** How a thing stands. `open`: not known yet. Always beside a word, never as a colour alone. */
export type Tone = "good" | "bad" | "warn" | "open" | "plain";

export function Badge({ tone, children }: { tone: Tone; children?: Child }) {
  return <span class={tone === "plain" ? "badge" : `badge ${tone}`}>{children}</span>;
}

interface Headed {
  readonly title: string;
  readonly now: Date;
  /** The page above this one. */
  readonly above?: { readonly href: string; readonly label: string };
  /** English where left out. */
  readonly words?: Words;
  /** What this page is for, in a sentence. */
  readonly children?: Child;
}

/** The top of a page: what it is, and as of when. */
export function Head({ title, now, above, words, children }: Headed) {
  return (
    <div class="head">
      <div>
        {above && (
          <a class="crumb" href={above.href}>
            <span aria-hidden="true">←</span> {above.label}
          </a>
        )}
        <h1>{title}</h1>
        {children && <p>{children}</p>}
      </div>
      <AsOf now={now} words={words} />
    </div>
  );
}

interface Sheeted {
  readonly title: string;
  /** What stands at the end of its heading: a link, a count. */
  readonly aside?: Child;
  /** For links into the page. */
  readonly id?: string;
  readonly children?: Child;
}

/** A heading and what belongs under it. */
export function Sheet({ title, aside, id, children }: Sheeted) {
  return (
    <section class="sheet" aria-label={title} id={id}>
      <header>
        <h2>{title}</h2>
        {aside && <span class="small">{aside}</span>}
      </header>
      {children}
    </section>
  );
}

interface Counted {
  readonly count: number;
  readonly label: string;
  readonly href: string;
  /** Its tone where there is any at all. */
  readonly tone: Tone;
}

/** A figure that leads to what it counts. */
export function Figure({ count, label, href, tone }: Counted) {
  return (
    <a class={count > 0 ? `figure ${tone}` : "figure"} href={href}>
      <b>{count}</b>
      <span>{label}</span>
    </a>
  );
}

/** There is nothing, and that is said. */
export function Empty({ title, children }: { title: string; children?: Child }) {
  return (
    <div class="empty">
      <b>{title}</b>
      {children}
    </div>
  );
}

/** Names and values of one thing; what has none is left out, what is `long` has a line of its own. */
export function Facts({ facts, long = [] }: { facts: Readonly<Record<string, Child>>; long?: readonly string[] }) {
  return (
    <dl class="facts">
      {Object.entries(facts).filter(([, value]) => value !== null && value !== undefined && value !== "").map((
        [name, value],
      ) => (
        <div class={long.includes(name) ? "wide" : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Tabled {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  /** Columns of figures, which stand at the right. */
  readonly figures?: readonly string[];
  readonly words?: Words;
}

/** A table; on a phone each row is a card that names its cells. `rows` hold a cell a column. */
export function Table({ columns, rows, figures = [], words = en }: Tabled) {
  const classOf = (name: string | undefined) => figures.some((one) => one === name) ? "number" : undefined;
  return (
    <table class="cards">
      <thead>
        <tr>
          {columns.map((name) => (
            <th scope="col" class={classOf(name)}>{name || <span class="hidden">{words.toDo}</span>}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr>
            {cells.map((cell, at) => (
              <td data-label={columns[at]} class={classOf(columns[at])}>
                <div>{cell}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Acting {
  readonly visitor: Visitor;
  /** Who is shown it; whoever else sends it is refused all the same. */
  readonly needs: Scope;
  readonly to: string;
  readonly label: string;
  /** What a screen reader hears where the label alone does not say of what. */
  readonly says?: string;
  readonly fields?: Readonly<Record<string, string | undefined>>;
  readonly isMain?: boolean;
}

/** A button that does something: a form of its own, sent by POST. */
export function Action({ visitor, needs, to, label, says, fields = {}, isMain }: Acting) {
  if (!visitor.caller.actor.scopes.has(needs)) return null;
  return (
    <form method="post" action={to}>
      <FormToken visitor={visitor} />
      {Object.entries(fields).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      <button type="submit" class={isMain ? "main" : "slim"} aria-label={says}>{label}</button>
    </form>
  );
}

interface Followed {
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly cursor: string | null;
  readonly label?: string;
}

/** The way to what follows in a list. */
export function More({ path, query, cursor, label = "Older ones" }: Followed) {
  if (cursor === null) return null;
  const kept = Object.entries({ ...query, cursor }).filter(([, value]) => value !== undefined);
  return (
    <p class="more">
      <a href={`${path}?${new URLSearchParams(kept.map(([name, value]) => [name, String(value)]))}`}>{label}</a>
    </p>
  );
}
