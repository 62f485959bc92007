import type { Context } from "../shared/context.ts";
import type { Keys } from "../shared/keys.ts";
import { type Approach, type Exchanged, logAtOnce } from "./exchanges.ts";
import type { EndingSession } from "./refresh.ts";
import { type NoPortal, type Office, type Opened, type OpenRegistration, openRegistration } from "./registration.ts";
import type { Site, Sites } from "./sites.ts";

/** What work at a portal needs beyond its context. */
export interface DepsAt<S extends Site> {
  readonly keys: Keys;
  readonly sites: Sites<S>;
  /** How long claimed documents are this worker's alone; longer than its calls for one may take. Five minutes. */
  readonly leaseSeconds?: number;
  /** How many documents are called for at a time; 32. */
  readonly width?: number;
}

/** A portal as one registration of the tenant sees it. */
export interface OpenPortal<S extends Site, Client> extends Opened<S> {
  /** A client whose exchanges are recorded for one document (`ops.api_calls.entity_id`). */
  clientFor(entityId: string): Client;
}

/** What a client is made with beside its site. */
interface Connection extends Pick<Approach, "inTurn">, Pick<Opened<Site>, "tokens"> {
  now(): Date;
  onExchange(exchange: Exchanged): void | Promise<void>;
}

/** What every portal's client can do. */
interface Renewing {
  renew(registration: OpenRegistration): Promise<{ readonly kind: string }>;
}

/** The way into a portal whose clients `makeClient` makes. */
export function doorTo<S extends Site, Client extends Renewing>(
  office: Office,
  makeClient: (settings: S & Connection) => Client,
) {
  /**
   * Opens the portal for a GSTIN of the tenant, or says why it cannot be. `provider`: who has the document, where it is
   * known; `log`: where exchanges go, each kept at once unless said otherwise; `inTurn`: how calls wait for each other.
   */
  const openPortal = async (
    ctx: Context,
    deps: DepsAt<S>,
    gstin: string,
    { provider = null, log = logAtOnce(ctx, office), inTurn }: Approach = {},
  ): Promise<OpenPortal<S, Client> | NoPortal> => {
    const opened = await openRegistration(ctx, deps, office, gstin, provider);
    if ("errorCode" in opened) return opened;
    const clientFor = (entityId: string) =>
      makeClient({
        ...opened.site,
        tokens: opened.tokens,
        ...(inTurn && { inTurn }),
        now: () => ctx.clock.now(),
        onExchange: (exchange) => log(opened, entityId, exchange),
      });
    return { ...opened, clientFor };
  };
  /** Renews a session that ends soon; whether it serves on. The exchange is recorded for the registration. */
  const renewSession = async (ctx: Context, deps: DepsAt<S>, session: EndingSession): Promise<boolean> => {
    const portal = await openPortal(ctx, deps, session.gstin, { provider: session.provider });
    if ("errorCode" in portal) return false;
    const { kind } = await portal.clientFor(portal.registrationId).renew(portal.registration);
    return kind === "done";
  };
  return { openPortal, renewSession };
}
