/** Which of its portals a registration signs in at: the one this machine plays, the portal's own for trying, the real one. */
export type Environment = "sandbox" | "portal_sandbox" | "production";

/** How long a portal is given; our own sandbox shows what it has taken at once, the real one is given a minute. */
export function paceOf(environment: Environment) {
  return environment === "sandbox" ? { settleMs: 1_000, timeoutMs: 5_000 } : { settleMs: 60_000, timeoutMs: 30_000 };
}

/** The sites of a portal by environment, each opened once; one that could not be is asked again next time. */
export function sitesOnce<Site>(open: (environment: Environment) => Promise<Site | null>) {
  const sites = new Map<Environment, Promise<Site | null>>();
  return (environment: Environment): Promise<Site | null> => {
    const known = sites.get(environment);
    if (known) return known;
    const site = open(environment);
    sites.set(environment, site);
    site.catch(() => sites.delete(environment));
    return site;
  };
}
