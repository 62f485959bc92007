import type { PortalKey } from "../gateways/irp/mod.ts";
import { type Environment, paceOf, sitesOnce } from "../portals/mod.ts";
import type { PortalSite } from "./portal.ts";

/** A provider as the installation is configured for it (PAKKA_IRP_SITES). */
export interface ConfiguredSite {
  readonly provider: string;
  readonly baseUrl: string;
  readonly signInKey: string;
  readonly documentKeys: readonly PortalKey[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Overrides the installation's own limit. */
  readonly callsPerMinute?: number;
}

/** What the portals this machine plays tell of themselves; asked once, when they are first needed. */
export type SandboxSites = () => Promise<readonly ConfiguredSite[]>;

/** The providers by environment; `callsPerMinute`: how many calls a GSTIN may make at those that are not played here. */
export function portalSites(
  configured: Partial<Record<Environment, readonly ConfiguredSite[]>>,
  sandbox: SandboxSites | null,
  callsPerMinute: number,
) {
  return sitesOnce<PortalSite>(async (environment) => {
    const sites = environment === "sandbox" ? await sandbox?.() : configured[environment];
    const limit = environment === "sandbox" ? 0 : callsPerMinute;
    return (sites ?? []).map((site) => (
      { callsPerMinute: limit, ...site, ...paceOf(environment) }
    ));
  });
}
