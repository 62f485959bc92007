import { type Ewb, makeEwb, type Registration, type TokenStore } from "../gateways/ewb/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { type Environment, type NoPortal, type Office, openRegistration, recordExchange } from "../portals/mod.ts";

/** The e-way bill portal. */
export const office: Office = {
  portal: "ewb",
  table: "ewaybill.registrations",
  name: "the e-way bill portal",
  path: "/api/ewaybill/registrations",
  then: "ask again",
};

/** Where the e-way bill portal is reached; configuration, one an environment. */
export interface EwbSite {
  readonly baseUrl: string;
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  /** Sessions at the portal, shared by all registrations of this process; a store of this portal's own. */
  readonly tokens: TokenStore;
  readonly timeoutMs?: number;
  /** How long the portal may take to show what it has taken: a bill not found is sent again only after this. */
  readonly settleMs: number;
}

/** What work at the portal needs beyond its context. */
export interface EwbDeps {
  readonly keys: Keys;
  site(environment: Environment): Promise<EwbSite | null>;
}

/** The portal as one registration of the tenant sees it. */
export interface Portal {
  readonly site: EwbSite;
  readonly registration: Registration;
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  ewbFor(entityId: string): Ewb;
}

/** Opens the portal for a GSTIN of the tenant, or says why it cannot be. */
export async function openPortal(ctx: Context, deps: EwbDeps, gstin: string): Promise<Portal | NoPortal> {
  const opened = await openRegistration(ctx, deps, office, gstin);
  if ("errorCode" in opened) return opened;
  const ewbFor = (entityId: string) =>
    makeEwb({
      ...opened.site,
      now: () => ctx.clock.now(),
      onExchange: (exchange) => recordExchange(ctx, office, entityId, exchange),
    });
  return { ...opened, ewbFor };
}
