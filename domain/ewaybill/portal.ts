import { type Ewb, makeEwb } from "../gateways/ewb/mod.ts";
import { type DepsAt, doorTo, type Office, type OpenPortal, type Site } from "../portals/mod.ts";

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
export type EwbDeps = DepsAt<EwbSite>;

/** The portal as one registration of the tenant sees it. */
export type Portal = OpenPortal<EwbSite, Ewb>;

/** Opens the portal for a GSTIN of the tenant, and renews a session that ends soon: see `doorTo`. */
export const { openPortal, renewSession } = doorTo<EwbSite, Ewb>(office, makeEwb);
