import { Hono } from "hono";
import type { Database } from "../../db/pool.ts";
import type { Clock } from "../../domain/shared/context.ts";
import { sandboxEwb, sandboxEwbKey } from "./ewb/portal.ts";
import { sandboxFaults } from "./faults.ts";
import { sandboxIrp, sandboxPortalKeys } from "./irp/portal.ts";

/**
 * The portals as this machine plays them, under /sandbox. Beside the API, not inside it: a portal knows nothing of our
 * sign-in, scopes or problem pages. Mounted only where PAKKA_SANDBOX is on.
 */
export function sandbox(deps: { db: Database; clock: Clock }): Hono {
  return new Hono()
    .route("/sandbox/faults", sandboxFaults(deps.db))
    .route("/sandbox/ewb", sandboxEwb(deps))
    .route("/sandbox/irp", sandboxIrp(deps))
    .route("/sandbox/irp2", sandboxIrp({ ...deps, provider: "irp2" }));
}

/** What a client must be configured with to reach the sandbox IRP at `baseUrl`. */
export async function sandboxSite(db: Database, baseUrl: string) {
  const { signInKey, signingKeys } = await sandboxPortalKeys(db);
  return { baseUrl, signInKey, documentKeys: signingKeys };
}

/** The two invoice portals of one register, in order of preference: `irpUrl` is that of the first. */
export async function sandboxSites(db: Database, irpUrl: string) {
  return await Promise.all((["irp1", "irp2"] as const).map(async (provider) => {
    const { signInKey, signingKeys } = await sandboxPortalKeys(db, provider);
    const baseUrl = provider === "irp1" ? irpUrl : irpUrl.replace(/\/irp$/, "/irp2");
    return { provider, baseUrl, signInKey, documentKeys: signingKeys };
  }));
}

/** The same for the sandbox e-way bill portal, which stands beside the IRP. */
export async function sandboxEwbSite(db: Database, irpUrl: string) {
  return { baseUrl: irpUrl.replace(/\/irp$/, "/ewb"), signInKey: await sandboxEwbKey(db) };
}

/** The same as the settings name it: the one provider of e-way bills. */
export async function sandboxEwbSites(db: Database, irpUrl: string) {
  return [{ provider: "nic", ...await sandboxEwbSite(db, irpUrl) }];
}
