import { type Irp, makeIrp, type PortalKey } from "../gateways/irp/mod.ts";
import { type DepsAt, doorTo, type Office, type OpenPortal, type Site } from "../portals/mod.ts";

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
export type PortalDeps = DepsAt<PortalSite>;

/** The portal as one registration of the tenant sees it. */
export type Portal = OpenPortal<PortalSite, Irp>;

/** Opens the portal for a GSTIN of the tenant, and renews a session that ends soon: see `doorTo`. */
export const { openPortal, renewSession } = doorTo<PortalSite, Irp>(office, makeIrp);
