import { type Ewb, makeEwb } from "../gateways/ewb/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import {
  type Approach,
  type EndingSession,
  logAtOnce,
  type NoPortal,
  type Office,
  type Opened,
  openRegistration,
  type Site,
  type Sites,
} from "../portals/mod.ts";

/** The e-way bill portal. */
export const office: Office = {
  portal: "ewb",
  table: "ewaybill.registrations",
  put: "ewaybill.put_registration",
  name: "the e-way bill portal",
  path: "/api/ewaybill/registrations",
  then: "ask again",
};

/** Where a provider of the e-way bill portal is reached. */
export interface EwbSite extends Site {
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
}

/** What work at the portal needs beyond its context. */
export interface EwbDeps {
  readonly keys: Keys;
  readonly sites: Sites<EwbSite>;
  /** How long claimed bills are this worker's alone; longer than its calls for one may take. Five minutes. */
  readonly leaseSeconds?: number;
  /** How many bills are called for at a time; 32. */
  readonly width?: number;
}

/** The portal as one registration of the tenant sees it. */
export interface Portal extends Opened<EwbSite> {
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  ewbFor(entityId: string): Ewb;
}

/**
 * Opens the portal for a GSTIN of the tenant, or says why it cannot be. `provider`: who has the bill, where it is known;
 * `log`: where exchanges go, each kept at once unless said otherwise; `inTurn`: how calls wait for each other.
 */
export async function openPortal(
  ctx: Context,
  deps: EwbDeps,
  gstin: string,
  { provider = null, log = logAtOnce(ctx, office), inTurn }: Approach = {},
): Promise<Portal | NoPortal> {
  const opened = await openRegistration(ctx, deps, office, gstin, provider);
  if ("errorCode" in opened) return opened;
  const ewbFor = (entityId: string) =>
    makeEwb({
      ...opened.site,
      tokens: opened.tokens,
      ...(inTurn && { inTurn }),
      now: () => ctx.clock.now(),
      onExchange: (exchange) => log(opened, entityId, exchange),
    });
  return { ...opened, ewbFor };
}

/** Renews a session that ends soon; whether it serves on. The exchange is recorded for the registration. */
export async function renewSession(ctx: Context, deps: EwbDeps, session: EndingSession): Promise<boolean> {
  const portal = await openPortal(ctx, deps, session.gstin, { provider: session.provider });
  if ("errorCode" in portal) return false;
  const outcome = await portal.ewbFor(portal.registrationId).renew(portal.registration);
  return outcome.kind === "done";
}
