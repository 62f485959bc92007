import type { Scope, Visitor } from "../../domain/core/mod.ts";

/** A part of the site, with the pages that stand in its row of tabs. */
export interface Section {
  readonly label: string;
  readonly home: string;
  /** Who finds it on their way. */
  readonly scope: Scope;
  readonly tabs: readonly Tab[];
}

interface Tab {
  readonly href: string;
  readonly label: string;
  /** Who may open it, where that is not everybody who finds the section. */
  readonly scope?: Scope;
}

export const operations: Section = {
  label: "Operations",
  home: "/ops",
  scope: "ops:read",
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

/** Every part of the site, in the order in which somebody is brought to the first that is theirs. */
const sections: readonly Section[] = [operations];

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
