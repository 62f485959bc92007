import { type Irp, makeIrp, type PortalKey, type Registration, type TokenStore } from "../gateways/irp/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { type Environment, type NoPortal, type Office, openRegistration, recordExchange } from "../portals/mod.ts";

/** The invoice registration portal. */
export const office: Office = {
  portal: "irp",
  table: "einvoice.registrations",
  name: "the portal",
  path: "/api/einvoice/registrations",
  then: "retry",
};

/** Where a portal is reached and whom it signs as; configuration, one an environment. */
export interface PortalSite {
  readonly baseUrl: string;
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  /** The keys it signs documents with, pinned. */
  readonly documentKeys: readonly PortalKey[];
  /** Sessions at the portal, shared by all registrations of this process. */
  readonly tokens: TokenStore;
  readonly timeoutMs?: number;
  /** How long the portal may take to show what it has taken: a document not found is sent again only after this. */
  readonly settleMs: number;
}

/** What work at the portals needs beyond its context. */
export interface PortalDeps {
  readonly keys: Keys;
  site(environment: Environment): Promise<PortalSite | null>;
  /** How long claimed documents are this worker's alone; longer than its calls for one may take. Five minutes. */
  readonly leaseSeconds?: number;
}

/** The portal as one registration of the tenant sees it. */
export interface Portal {
  readonly site: PortalSite;
  readonly registration: Registration;
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  irpFor(entityId: string): Irp;
}

/** Opens the portal for a GSTIN of the tenant, or says why it cannot be. */
export async function openPortal(ctx: Context, deps: PortalDeps, gstin: string): Promise<Portal | NoPortal> {
  const opened = await openRegistration(ctx, deps, office, gstin);
  if ("errorCode" in opened) return opened;
  const irpFor = (entityId: string) =>
    makeIrp({
      ...opened.site,
      now: () => ctx.clock.now(),
      onExchange: (exchange) => recordExchange(ctx, office, entityId, exchange),
    });
  return { ...opened, irpFor };
}
