import type { Scope, Visitor } from "../../domain/core/mod.ts";
import type { Words } from "./words/en.ts";

/** What something is called: in every language, or in English alone. */
type Name = string | ((words: Words) => string);

/** A part of the site, with the pages that stand in its row of tabs. */
export interface Section {
  readonly label: Name;
  readonly home: string;
  /** Who finds it on their way. */
  readonly scope: Scope;
  readonly tabs: readonly Tab[];
  /** Its pages speak English alone. */
  readonly onlyEnglish?: true;
}

interface Tab {
  readonly href: string;
  readonly label: Name;
  /** Who may open it, where that is not everybody who finds the section. */
  readonly scope?: Scope;
}

export const operations: Section = {
  label: (words) => words.front.operations,
  home: "/ops",
  scope: "ops:read",
  onlyEnglish: true,
  tabs: [
    { href: "/ops", label: "Overview" },
    { href: "/ops/calls", label: "Failed calls" },
    { href: "/ops/einvoices", label: "E-invoices" },
    { href: "/ops/eway-bills", label: "E-way bills" },
    { href: "/ops/jobs", label: "Jobs" },
    { href: "/ops/notifications", label: "Notifications" },
    { href: "/ops/portals", label: "Portals" },
  ],
};

/** A partner's own. */
export const payouts: Section = {
  label: (words) => words.partner.section,
  home: "/partner",
  scope: "partner:own",
  tabs: [{ href: "/partner", label: (words) => words.partner.invoices }],
};

/** Of those who pay partners. */
export const payoutDesk: Section = {
  label: (words) => words.payouts.section,
  home: "/payouts",
  scope: "payouts:read",
  tabs: [
    { href: "/payouts", label: (words) => words.payouts.tabs.overview },
    { href: "/payouts/invoices", label: (words) => words.payouts.tabs.invoices },
    { href: "/payouts/bank-files", label: (words) => words.payouts.tabs.bankFiles },
    { href: "/payouts/settlements", label: (words) => words.payouts.tabs.settlements },
    { href: "/payouts/exceptions", label: (words) => words.payouts.tabs.exceptions },
    { href: "/payouts/partners", label: (words) => words.payouts.tabs.partners },
    { href: "/payouts/import", label: (words) => words.payouts.tabs.import },
    { href: "/payouts/reasons", label: (words) => words.payouts.tabs.reasons },
    { href: "/payouts/settings", label: (words) => words.payouts.tabs.settings },
  ],
};

/** Every part of the site, in the order in which somebody is brought to the first that is theirs. */
const sections: readonly Section[] = [operations, payoutDesk, payouts];

/** What a section or a tab is called. */
export function called(label: Name, words: Words): string {
  return typeof label === "string" ? label : label(words);
}

export function sectionsOf({ caller }: Visitor): readonly Section[] {
  return sections.filter(({ scope }) => caller.actor.scopes.has(scope));
}

/** The tabs that lead somebody to a page they may open; one that answers 403 helps nobody. */
export function tabsOf(section: Section, { caller }: Visitor): readonly Tab[] {
  return section.tabs.filter(({ scope = section.scope }) => caller.actor.scopes.has(scope));
}

/** Where somebody is brought after signing in. */
export function homeOf(visitor: Visitor): string {
  return sectionsOf(visitor)[0]?.home ?? "/account";
}
