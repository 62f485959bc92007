/** Which of its portals a registration signs in at: the one this machine plays, the portal's own for trying, the real one. */
export type Environment = "sandbox" | "portal_sandbox" | "production";

/** What every portal's site says of itself; a portal has one or more in an environment, its providers. */
export interface Site {
  /** As the settings name it, `irp1`; unique in its environment. */
  readonly provider: string;
  readonly baseUrl: string;
  /** What a service provider between us and the portal wants in every request; secrets all, masked in the log. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How many calls a GSTIN may make in a minute; 0: as many as it likes. */
  readonly callsPerMinute: number;
  readonly timeoutMs?: number;
  /** How long the portal may take to show what it has taken: what is not found is sent again only after this. */
  readonly settleMs: number;
}

/** The providers of an environment, best first; none: the installation is not configured for it. */
export type Sites<S extends Site> = (environment: Environment) => Promise<readonly S[]>;

/** How long a portal is given; our own sandbox shows what it has taken at once, the real one is given a minute. */
export function paceOf(environment: Environment) {
  return environment === "sandbox" ? { settleMs: 1_000, timeoutMs: 5_000 } : { settleMs: 60_000, timeoutMs: 30_000 };
}

/** The sites of a portal by environment, each opened once; one that could not be is asked again next time. */
export function sitesOnce<S>(open: (environment: Environment) => Promise<readonly S[]>) {
  const known = new Map<Environment, Promise<readonly S[]>>();
  return (environment: Environment): Promise<readonly S[]> => {
    const opening = known.get(environment) ?? open(environment);
    known.set(environment, opening);
    opening.catch(() => known.delete(environment));
    return opening;
  };
}
