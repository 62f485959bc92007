import { defineRefusals } from "../shared/refusals.ts";
import type { Environment } from "./sites.ts";

/** The providers of a portal by environment, by their names alone: where this installation can go. */
export type Configured = Partial<Record<Environment, readonly string[]>>;

/** What a process knows of where its portals are, by their names alone. */
export interface ConfiguredPortals {
  readonly irp: Configured;
  readonly ewb: Configured;
}

const refuse = defineRefusals({
  portal_not_configured: {
    status: 409,
    message: 'this installation has no portal in the environment "{environment}"; nothing was changed',
  },
  provider_not_configured: {
    status: 409,
    message: 'this installation has no provider "{provider}" in the environment "{environment}"; nothing was changed',
  },
});

/**
 * What a registration asks for must be there, or it would take the place of one that works. Refuses:
 * portal_not_configured, provider_not_configured.
 */
export function refuseUnconfigured(
  configured: Configured,
  { environment, provider }: { readonly environment: Environment; readonly provider?: string | undefined },
): void {
  const providers = configured[environment] ?? [];
  if (providers.length === 0) {
    const known = Object.entries(configured).filter(([, names]) => names.length > 0).map(([name]) => name);
    throw refuse("portal_not_configured", { environment, configured: known }, "/environment");
  }
  if (provider !== undefined && !providers.includes(provider)) {
    throw refuse("provider_not_configured", { environment, provider, configured: providers }, "/provider");
  }
}

type Named = Partial<Record<Environment, readonly { readonly provider: string }[] | undefined>>;

/** The names in what the installation is configured with; `sandbox`: the providers that it plays itself. */
export function configuredNames(sites: Named, sandbox: readonly string[]): Configured {
  const named = Object.entries(sites).map(([name, all]) => [name, (all ?? []).map(({ provider }) => provider)]);
  return { ...Object.fromEntries(named), ...(sandbox.length > 0 && { sandbox }) };
}
