import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import { type Ewb, type Exchange, makeEwb, type Registration, type TokenStore } from "../gateways/ewb/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { openSecret } from "../shared/secret_box.ts";

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

export type Environment = "sandbox" | "portal_sandbox" | "production";

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

/** Why a GSTIN of the tenant has no way to its portal, in words its people can act upon. */
export interface NoPortal {
  readonly errorCode: string;
  readonly errorMessage: string;
}

interface RegistrationRow {
  id: string;
  environment: Environment;
  base_url: string | null;
  client_id: string;
  client_secret_encrypted: string;
  username: string;
  password_encrypted: string;
}

/** Opens the portal for a GSTIN of the tenant, or says why it cannot be. */
export async function openPortal(ctx: Context, deps: EwbDeps, gstin: string): Promise<Portal | NoPortal> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<RegistrationRow[]>`
      select id, environment, base_url, client_id, client_secret_encrypted, username, password_encrypted
      from ewaybill.registrations
      where tenant_id = ${tenantId} and gstin = ${gstin} and is_active`);
  const remedy = "with POST /api/ewaybill/registrations";
  if (!row) {
    const errorMessage = `${gstin} has no registration at the e-way bill portal; add one ${remedy}, then ask again`;
    return { errorCode: "registration_missing", errorMessage };
  }
  const configured = await deps.site(row.environment);
  if (!configured) {
    const errorMessage = `the portal "${row.environment}" of ${gstin} is not configured in this installation`;
    return { errorCode: "portal_not_configured", errorMessage };
  }
  const registration = registrationOf(ctx, deps.keys, gstin, row);
  if (!registration) {
    const errorMessage = `the stored credentials of ${gstin} do not open; set them again ${remedy}`;
    return { errorCode: "registration_unusable", errorMessage };
  }
  const site = row.base_url ? { ...configured, baseUrl: row.base_url } : configured;
  const ewbFor = (entityId: string) =>
    makeEwb({ ...site, now: () => ctx.clock.now(), onExchange: (exchange) => recordExchange(ctx, entityId, exchange) });
  return { site, registration, ewbFor };
}

/** The registration with its secrets open; null where they were sealed under a secret that is gone. */
function registrationOf(ctx: Context, keys: Keys, gstin: string, row: RegistrationRow): Registration | null {
  const open = (column: "password_encrypted" | "client_secret_encrypted") =>
    openSecret(keys, secretPlace(ctx, row.id, column), row[column]);
  try {
    const [password, clientSecret] = [open("password_encrypted"), open("client_secret_encrypted")];
    return { gstin, username: row.username, clientId: row.client_id, password, clientSecret };
  } catch {
    return null;
  }
}

/** Where an encrypted credential stands: the box opens nowhere else. */
export function secretPlace(ctx: Context, rowId: string, column: string) {
  return { tenantId: ctx.actor.tenantId, table: "ewaybill.registrations", column, rowId };
}

async function recordExchange(ctx: Context, entityId: string, exchange: Exchange): Promise<void> {
  const call = {
    portal: "ewb",
    operation: exchange.operation,
    entityId,
    url: exchange.url,
    request: { ...exchange.request, body: exchange.request.body && wellFormed(exchange.request.body) },
    response: { body: exchange.response.body && wellFormed(exchange.response.body) },
    httpStatus: exchange.status,
    outcome: exchange.outcome,
    errorCode: exchange.code,
    durationMs: Math.round(exchange.ms),
    calledAt: exchange.startedAt,
  };
  await withTenant(ctx, (tx) => callRows(tx.sql, "ops.record_api_call", { p_call: call }));
}

function wellFormed(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** A portal's sentence for a person: storable, and of a length somebody reads. */
export function plainText(text: string): string {
  return wellFormed(text).slice(0, 1_000).toWellFormed();
}
