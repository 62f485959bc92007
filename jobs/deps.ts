import type { Settings } from "../db/settings.ts";
import { portalSites } from "../domain/einvoice/mod.ts";
import { ewbSites } from "../domain/ewaybill/mod.ts";
import { notifyBy } from "../domain/notify/mod.ts";
import { documentStore } from "../domain/payout/mod.ts";
import { configuredNames } from "../domain/portals/mod.ts";
import type { Keys } from "../domain/shared/keys.ts";
import type { Later } from "../domain/shared/work.ts";
import type { JobDeps } from "./define.ts";

/** The portals this machine plays, where it does. */
interface Played {
  readonly irp: NonNullable<Parameters<typeof portalSites>[1]>;
  readonly ewb: NonNullable<Parameters<typeof ewbSites>[1]>;
}

/** Where an installation so set can go, for those who only ask; `played`: the providers this machine plays. */
export function portalNames(settings: Settings, played: Record<"irp" | "ewb", readonly string[]> | null) {
  return {
    irp: configuredNames(settings.irpSites, played?.irp ?? []),
    ewb: configuredNames(settings.ewbSites, played?.ewb ?? []),
  };
}

/** What jobs need of the outside, as the installation is set. */
export function jobDeps(settings: Settings, keys: Keys, later: Later, played: Played | null): JobDeps {
  const { portalCallsPerMinute: calls } = settings;
  return {
    later,
    portals: { keys, sites: portalSites(settings.irpSites, played?.irp ?? null, calls) },
    ewayPortals: { keys, sites: ewbSites(settings.ewbSites, played?.ewb ?? null, calls) },
    notify: notifyBy(settings, keys),
    documents: documentStore(settings.objectStore),
  };
}
