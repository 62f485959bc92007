import { type Environment, paceOf, sitesOnce } from "../portals/mod.ts";
import type { EwbSite } from "./portal.ts";

/** A provider as the installation is configured for it (PAKKA_EWB_SITES). */
export interface ConfiguredEwbSite {
  readonly provider: string;
  readonly baseUrl: string;
  readonly signInKey: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Overrides the installation's own limit. */
  readonly callsPerMinute?: number;
}

/** The providers by environment; `callsPerMinute`: how many calls a GSTIN may make at those that are not played here. */
export function ewbSites(
  configured: Partial<Record<Environment, readonly ConfiguredEwbSite[]>>,
  sandbox: (() => Promise<readonly ConfiguredEwbSite[]>) | null,
  callsPerMinute: number,
) {
  return sitesOnce<EwbSite>(async (environment) => {
    const sites = environment === "sandbox" ? await sandbox?.() : configured[environment];
    const limit = environment === "sandbox" ? 0 : callsPerMinute;
    return (sites ?? []).map((site) => (
      { callsPerMinute: limit, ...site, ...paceOf(environment) }
    ));
  });
}
