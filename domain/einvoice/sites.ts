import { memoryTokenStore, type PortalKey } from "../gateways/irp/mod.ts";
import type { Environment, PortalSite } from "./portal.ts";

/** A portal as the installation is configured for it (PAKKA_IRP_SITES). */
export interface ConfiguredSite {
  readonly baseUrl: string;
  readonly signInKey: string;
  readonly documentKeys: readonly PortalKey[];
}

/** What the portal this machine plays tells of itself; asked once, when it is first needed. */
export type SandboxSite = () => Promise<ConfiguredSite>;

/** The sites by environment. Our own sandbox shows what it has taken at once; the real portal is given a minute. */
export function portalSites(configured: Partial<Record<Environment, ConfiguredSite>>, sandbox: SandboxSite | null) {
  const sites = new Map<Environment, Promise<PortalSite | null>>();
  const open = async (environment: Environment): Promise<PortalSite | null> => {
    const isOurs = environment === "sandbox";
    const site = isOurs ? await sandbox?.() : configured[environment];
    return site
      ? { ...site, tokens: memoryTokenStore(), settleMs: isOurs ? 1_000 : 60_000, timeoutMs: isOurs ? 5_000 : 30_000 }
      : null;
  };
  return (environment: Environment): Promise<PortalSite | null> => {
    const known = sites.get(environment);
    if (known) return known;
    const site = open(environment);
    sites.set(environment, site);
    site.catch(() => sites.delete(environment)); // asked again next time
    return site;
  };
}
