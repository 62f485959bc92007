import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { Office } from "./registration.ts";
import type { Environment, Site, Sites } from "./sites.ts";

/** The providers by environment, as the claims in SQL want them (`ops.call_ways`). */
export type NamedSites = Partial<Record<Environment, { provider: string; callsPerMinute: number }[]>>;

/**
 * The providers of the environments in which the tenant is registered. One that cannot be told of now is left out and
 * said so: its documents wait, and those of the others go.
 */
export async function sitesInUse<S extends Site>(
  ctx: Context,
  office: Office,
  sites: Sites<S>,
): Promise<{ named: NamedSites; isComplete: boolean }> {
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ environment: Environment }[]>`
      select distinct environment from ${sql(office.table)} where tenant_id = ${tenantId} and is_active`);
  const named: NamedSites = {};
  let isComplete = true;
  for (const { environment } of rows) {
    try {
      named[environment] = (await sites(environment)).map(({ provider, callsPerMinute }) => ({
        provider,
        callsPerMinute,
      }));
    } catch (error) {
      isComplete = false;
      const event = { event: "portal_sites_not_open", portal: office.portal, environment, error: String(error) };
      console.error(JSON.stringify(event));
    }
  }
  return { named, isComplete };
}

interface Registered {
  readonly environment: Environment;
  /** The one provider the registration wants; null where it may be whichever answers. */
  readonly provider: string | null;
  /** A host of its own, which is a provider of its own. */
  readonly base_url: string | null;
}

/**
 * The site for a call of a registration: at the provider that is asked for (where it was sent, who registered it), else at
 * the first it may go to. Null where there is none.
 */
export function siteFor<S extends Site>(sites: readonly S[], row: Registered, provider: string | null): S | null {
  const [first] = sites;
  if (row.base_url !== null && first) {
    const own = { ...first, baseUrl: row.base_url, provider: row.base_url };
    return provider === null || provider === own.provider ? own : null;
  }
  const wanted = provider ?? row.provider;
  return (wanted === null ? first : sites.find((site) => site.provider === wanted)) ?? null;
}
