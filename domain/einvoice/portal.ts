import { callRows } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import {
  type Exchange,
  type Irp,
  makeIrp,
  type PortalKey,
  type Registration,
  type TokenStore,
} from "../gateways/irp/mod.ts";
import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { openSecret } from "../shared/secret_box.ts";

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

export type Environment = "sandbox" | "portal_sandbox" | "production";

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
export async function openPortal(ctx: Context, deps: PortalDeps, gstin: string): Promise<Portal | NoPortal> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<RegistrationRow[]>`
      select id, environment, base_url, client_id, client_secret_encrypted, username, password_encrypted
      from einvoice.registrations
      where tenant_id = ${tenantId} and gstin = ${gstin} and is_active`);
  if (!row) {
    return {
      errorCode: "registration_missing",
      errorMessage:
        `${gstin} has no registration at the portal; add one with POST /api/einvoice/registrations, then retry`,
    };
  }
  const configured = await deps.site(row.environment);
  if (!configured) {
    const errorMessage = `the portal "${row.environment}" of ${gstin} is not configured in this installation`;
    return { errorCode: "portal_not_configured", errorMessage };
  }
  const site = row.base_url ? { ...configured, baseUrl: row.base_url } : configured;
  const registration = registrationOf(ctx, deps.keys, gstin, row);
  if (!registration) {
    const errorMessage =
      `the stored credentials of ${gstin} do not open; set them again with POST /api/einvoice/registrations`;
    return { errorCode: "registration_unusable", errorMessage };
  }
  const irpFor = (entityId: string) =>
    makeIrp({ ...site, now: () => ctx.clock.now(), onExchange: (exchange) => recordExchange(ctx, entityId, exchange) });
  return { site, registration, irpFor };
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
  return { tenantId: ctx.actor.tenantId, table: "einvoice.registrations", column, rowId };
}

async function recordExchange(ctx: Context, entityId: string, exchange: Exchange): Promise<void> {
  const call = {
    portal: "irp",
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

/** A portal's text as the database can keep it: no NUL, no half of a character. */
function wellFormed(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** A portal's sentence for a person: storable, and of a length somebody reads. */
export function plainText(text: string): string {
  return wellFormed(text).slice(0, 1_000).toWellFormed();
}
