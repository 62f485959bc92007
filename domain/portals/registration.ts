import { withTenant } from "../../db/tenant.ts";
import type { TokenStore } from "../gateways/nic/token.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { BoxNotOpened, openSecret } from "../shared/secret_box.ts";
import { siteFor } from "./providers.ts";
import type { Environment, Site, Sites } from "./sites.ts";
import { sessionStore } from "./token_store.ts";

/** A portal the company registers its GSTINs with: where the registrations stand, and how its people are told of them. */
export interface Office {
  /** As `ops.api_calls` names it. */
  readonly portal: "irp" | "ewb";
  readonly table: "einvoice.registrations" | "ewaybill.registrations";
  /** The SQL function that sets one there. */
  readonly put: "einvoice.put_registration" | "ewaybill.put_registration";
  /** In a sentence: the portal, the e-way bill portal. */
  readonly name: string;
  /** Where a registration is made. */
  readonly path: string;
  /** What to do once that is done. */
  readonly then: string;
}

/** A registration with its secrets open, as the gateways sign in with it. */
export interface OpenRegistration {
  readonly gstin: string;
  readonly username: string;
  readonly clientId: string;
  readonly password: string;
  readonly clientSecret: string;
}

/** Why a GSTIN of the tenant has no way to its portal, in words its people can act upon. */
export interface NoPortal {
  readonly errorCode: string;
  readonly errorMessage: string;
}

interface RegistrationRow {
  id: string;
  environment: Environment;
  provider: string | null;
  base_url: string | null;
  client_id: string;
  client_secret_encrypted: string;
  username: string;
  password_encrypted: string;
}

/** A GSTIN's way to its portal. */
export interface Opened<S extends Site> {
  readonly environment: Environment;
  readonly site: S;
  readonly registrationId: string;
  readonly registration: OpenRegistration;
  /** Its session there, shared by all processes. */
  readonly tokens: TokenStore;
}

/**
 * The site and the registration of a GSTIN of the tenant at a portal, or why there is none. `provider`: the one to go to;
 * null: the first it may.
 */
export async function openRegistration<S extends Site>(
  ctx: Context,
  deps: { readonly keys: Keys; readonly sites: Sites<S> },
  office: Office,
  gstin: string,
  provider: string | null = null,
): Promise<Opened<S> | NoPortal> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<RegistrationRow[]>`
      select id, environment, provider, base_url, client_id, client_secret_encrypted, username, password_encrypted
      from ${sql(office.table)}
      where tenant_id = ${tenantId} and gstin = ${gstin} and is_active`);
  const remedy = `with POST ${office.path}`;
  if (!row) {
    const errorMessage = `${gstin} has no registration at ${office.name}; add one ${remedy}, then ${office.then}`;
    return { errorCode: "registration_missing", errorMessage };
  }
  const site = siteFor(await deps.sites(row.environment), row, provider);
  if (!site) {
    const which = provider ?? row.provider;
    const errorMessage =
      `the portal "${row.environment}"${which ? `, provider "${which}",` : ""} of ${gstin} is not configured ` +
      "in this installation";
    return { errorCode: "portal_not_configured", errorMessage };
  }
  const registration = registrationOf(ctx, deps.keys, office, gstin, row);
  if (typeof registration === "string") {
    const errorMessage =
      `the stored credentials of ${gstin} do not open (${registration}); or set them again ${remedy}`;
    return { errorCode: "registration_unusable", errorMessage };
  }
  const place = { office: office.portal, registrationId: row.id, provider: site.provider };
  const tokens = sessionStore(ctx, deps.keys, place);
  return { environment: row.environment, site, registrationId: row.id, registration, tokens };
}

/** The registration with its secrets open, or why they do not open: the secret they were sealed under is not here. */
function registrationOf(ctx: Context, keys: Keys, office: Office, gstin: string, row: RegistrationRow) {
  const open = (column: "password_encrypted" | "client_secret_encrypted") =>
    openSecret(keys, secretPlace(ctx, office, row.id, column), row[column]);
  try {
    const [password, clientSecret] = [open("password_encrypted"), open("client_secret_encrypted")];
    return { gstin, username: row.username, clientId: row.client_id, password, clientSecret };
  } catch (error) {
    if (error instanceof BoxNotOpened) return error.message;
    throw error;
  }
}

/** Where an encrypted credential stands: the box opens nowhere else. */
export function secretPlace(ctx: Context, office: Office, rowId: string, column: string) {
  return { tenantId: ctx.actor.tenantId, table: office.table, column, rowId };
}
