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
}

/** The portal as one registration of the tenant sees it. */
export interface Portal {
  readonly site: PortalSite;
  readonly registration: Registration;
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  irpFor(entityId: string): Irp;
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

/** Opens the portal for a GSTIN of the tenant; null where it has no active registration or the site is not configured. */
export async function openPortal(ctx: Context, deps: PortalDeps, gstin: string): Promise<Portal | null> {
  const [row] = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<RegistrationRow[]>`
      select id, environment, base_url, client_id, client_secret_encrypted, username, password_encrypted
      from einvoice.registrations
      where tenant_id = ${tenantId} and gstin = ${gstin} and is_active`);
  const configured = row && await deps.site(row.environment);
  if (!row || !configured) return null;
  const site = row.base_url ? { ...configured, baseUrl: row.base_url } : configured;
  const registration = {
    gstin,
    username: row.username,
    clientId: row.client_id,
    password: openSecret(deps.keys, secretPlace(ctx, row.id, "password_encrypted"), row.password_encrypted),
    clientSecret: openSecret(
      deps.keys,
      secretPlace(ctx, row.id, "client_secret_encrypted"),
      row.client_secret_encrypted,
    ),
  };
  const irpFor = (entityId: string) =>
    makeIrp({ ...site, now: () => ctx.clock.now(), onExchange: (exchange) => recordExchange(ctx, entityId, exchange) });
  return { site, registration, irpFor };
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
    request: exchange.request,
    response: exchange.response,
    httpStatus: exchange.status,
    outcome: exchange.outcome,
    errorCode: exchange.code,
    durationMs: Math.round(exchange.ms),
    calledAt: exchange.startedAt,
  };
  await withTenant(ctx, (tx) => callRows(tx.sql, "ops.record_api_call", { p_call: call }));
}
