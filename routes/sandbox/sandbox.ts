import { Hono } from "hono";
import type { Database } from "../../db/pool.ts";
import type { Clock } from "../../domain/shared/context.ts";
import { portalClock } from "./clock.ts";
import { sandboxEwb, sandboxEwbKey } from "./ewb/portal.ts";
import { sandboxFaults } from "./faults.ts";
import { sandboxIrp, sandboxPortalKeys } from "./irp/portal.ts";
import { taxpayers, worldRoutes } from "./world_routes.ts";

export { openMail } from "./mailbox.ts";

/**
 * The portals as this machine plays them, under /sandbox. Beside the API, not inside it: a portal knows nothing of our
 * sign-in, scopes or problem pages. Mounted only where PAKKA_SANDBOX is on.
 */
export function sandbox(deps: { db: Database; clock: Clock }): Hono {
  const { db } = deps;
  const clock = portalClock(deps.clock);
  return new Hono()
    .get("/sandbox/world", async (c) => c.json(await sandboxWorldOf(db, new URL(c.req.url).origin)))
    .route("/sandbox", worldRoutes(db, clock))
    .route("/sandbox/faults", sandboxFaults(db))
    .route("/sandbox/ewb", sandboxEwb({ db, clock }))
    .route("/sandbox/irp", sandboxIrp({ db, clock }))
    .route("/sandbox/irp2", sandboxIrp({ db, clock, provider: "irp2" }));
}

/** All that a stranger needs to begin: where the portals are, their public keys, who can sign in. */
export async function sandboxWorldOf(db: Database, origin: string) {
  const irp = `${origin}/sandbox/irp`;
  const [irps, ewb] = await Promise.all([sandboxSites(db, irp), sandboxEwbSite(db, irp)]);
  return { irp: irps, ewb, taxpayers: await taxpayers(db) };
}

/** What a client must be configured with to reach the sandbox IRP at `baseUrl`. */
export async function sandboxSite(db: Database, baseUrl: string) {
  const { signInKey, signingKeys } = await sandboxPortalKeys(db);
  return { baseUrl, signInKey, documentKeys: signingKeys };
}

/** The providers that are played here, by portal: what the functions below tell how to reach. */
export const playedProviders = { irp: ["irp1", "irp2"], ewb: ["nic"] } as const;

/** The two invoice portals of one register, in order of preference: `irpUrl` is that of the first. */
export async function sandboxSites(db: Database, irpUrl: string) {
  return await Promise.all(playedProviders.irp.map(async (provider) => {
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
  return [{ provider: playedProviders.ewb[0], ...await sandboxEwbSite(db, irpUrl) }];
}
