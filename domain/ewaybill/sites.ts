import { memoryTokenStore } from "../gateways/ewb/mod.ts";
import { type Environment, paceOf, sitesOnce } from "../portals/mod.ts";
import type { EwbSite } from "./portal.ts";

/** The portal as the installation is configured for it (PAKKA_EWB_SITES). */
export interface ConfiguredEwbSite {
  readonly baseUrl: string;
  readonly signInKey: string;
}

/** The sites by environment. */
export function ewbSites(
  configured: Partial<Record<Environment, ConfiguredEwbSite>>,
  sandbox: (() => Promise<ConfiguredEwbSite>) | null,
) {
  return sitesOnce<EwbSite>(async (environment) => {
    const site = environment === "sandbox" ? await sandbox?.() : configured[environment];
    return site ? { ...site, tokens: memoryTokenStore(), ...paceOf(environment) } : null;
  });
}
