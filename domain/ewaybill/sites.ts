import { memoryTokenStore } from "../gateways/ewb/mod.ts";
import type { Environment, EwbSite } from "./portal.ts";

/** The portal as the installation is configured for it (PAKKA_EWB_SITES). */
export interface ConfiguredEwbSite {
  readonly baseUrl: string;
  readonly signInKey: string;
}

/** The sites by environment. Our own sandbox shows what it has taken at once; the real portal is given a minute. */
export function ewbSites(
  configured: Partial<Record<Environment, ConfiguredEwbSite>>,
  sandbox: (() => Promise<ConfiguredEwbSite>) | null,
) {
  const sites = new Map<Environment, Promise<EwbSite | null>>();
  const open = async (environment: Environment): Promise<EwbSite | null> => {
    const isOurs = environment === "sandbox";
    const site = isOurs ? await sandbox?.() : configured[environment];
    const pace = isOurs ? { settleMs: 1_000, timeoutMs: 5_000 } : { settleMs: 60_000, timeoutMs: 30_000 };
    return site ? { ...site, tokens: memoryTokenStore(), ...pace } : null;
  };
  return (environment: Environment): Promise<EwbSite | null> => {
    const known = sites.get(environment);
    if (known) return known;
    const site = open(environment);
    sites.set(environment, site);
    site.catch(() => sites.delete(environment)); // asked again next time
    return site;
  };
}
