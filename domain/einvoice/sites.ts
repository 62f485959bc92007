import { memoryTokenStore, type PortalKey } from "../gateways/irp/mod.ts";
import { type Environment, paceOf, sitesOnce } from "../portals/mod.ts";
import type { PortalSite } from "./portal.ts";

/** A portal as the installation is configured for it (PAKKA_IRP_SITES). */
export interface ConfiguredSite {
  readonly baseUrl: string;
  readonly signInKey: string;
  readonly documentKeys: readonly PortalKey[];
}

/** What the portal this machine plays tells of itself; asked once, when it is first needed. */
export type SandboxSite = () => Promise<ConfiguredSite>;

/** The sites by environment. */
export function portalSites(configured: Partial<Record<Environment, ConfiguredSite>>, sandbox: SandboxSite | null) {
  return sitesOnce<PortalSite>(async (environment) => {
    const site = environment === "sandbox" ? await sandbox?.() : configured[environment];
    return site ? { ...site, tokens: memoryTokenStore(), ...paceOf(environment) } : null;
  });
}
