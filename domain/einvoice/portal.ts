import { type Irp, makeIrp, type PortalKey } from "../gateways/irp/mod.ts";
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

/** The invoice registration portal. */
export const office: Office = {
  portal: "irp",
  table: "einvoice.registrations",
  put: "einvoice.put_registration",
  name: "the portal",
  path: "/api/einvoice/registrations",
  then: "retry",
};

/** Where a provider of the portal is reached and whom it signs as. */
export interface PortalSite extends Site {
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  /** The keys it signs documents with, pinned. */
  readonly documentKeys: readonly PortalKey[];
}

/** What work at the portals needs beyond its context. */
export interface PortalDeps {
  readonly keys: Keys;
  readonly sites: Sites<PortalSite>;
  /** How long claimed documents are this worker's alone; longer than its calls for one may take. Five minutes. */
  readonly leaseSeconds?: number;
  /** How many documents are called for at a time; 32. */
  readonly width?: number;
}

/** The portal as one registration of the tenant sees it. */
export interface Portal extends Opened<PortalSite> {
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  irpFor(entityId: string): Irp;
}

/**
 * Opens the portal for a GSTIN of the tenant, or says why it cannot be. `provider`: who has the document, where it is known;
 * `log`: where exchanges go, each kept at once unless said otherwise; `inTurn`: how calls wait for each other.
 */
export async function openPortal(
  ctx: Context,
  deps: PortalDeps,
  gstin: string,
  { provider = null, log = logAtOnce(ctx, office), inTurn }: Approach = {},
): Promise<Portal | NoPortal> {
  const opened = await openRegistration(ctx, deps, office, gstin, provider);
  if ("errorCode" in opened) return opened;
  const irpFor = (entityId: string) =>
    makeIrp({
      ...opened.site,
      tokens: opened.tokens,
      ...(inTurn && { inTurn }),
      now: () => ctx.clock.now(),
      onExchange: (exchange) => log(opened, entityId, exchange),
    });
  return { ...opened, irpFor };
}

/** Renews a session that ends soon; whether it serves on. The exchange is recorded for the registration. */
export async function renewSession(ctx: Context, deps: PortalDeps, session: EndingSession): Promise<boolean> {
  const portal = await openPortal(ctx, deps, session.gstin, { provider: session.provider });
  if ("errorCode" in portal) return false;
  const outcome = await portal.irpFor(portal.registrationId).renew(portal.registration);
  return outcome.kind === "done";
}
