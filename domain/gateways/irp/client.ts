import { Buffer } from "node:buffer";
import { openPayload, sealPayload } from "./crypto.ts";
import { exchange, type Request, type Wire } from "./exchange.ts";
import type { Exchange, Irp, Outcome, Registration } from "./mod.ts";
import { keepSessions, type Sessions } from "./session.ts";
import { memoryTokenStore, type TokenStore } from "./token.ts";
import { portalDate, type Shape, shapes } from "./wire.ts";

export interface IrpSettings {
  /** Without a slash at the end: the portal's host, or the sandbox's mount. */
  readonly baseUrl: string;
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  /** Defaults to this process's memory. */
  readonly tokens?: TokenStore;
  readonly now?: () => Date;
  readonly onExchange?: (exchange: Exchange) => void | Promise<void>;
  readonly fetch?: typeof fetch;
}

interface Call<T> extends Pick<Request, "operation" | "method" | "path"> {
  readonly payload?: string;
  readonly shape: Shape<T>;
  readonly hasEffect: boolean;
}

/** A client of NIC's e-invoice API, version 1.03/1.04. Never throws for what a portal does: see `Outcome`. */
export function makeIrp(settings: IrpSettings): Irp {
  const wire: Wire = {
    baseUrl: settings.baseUrl.replace(/\/+$/, ""),
    fetch: settings.fetch ?? fetch,
    timeoutMs: settings.timeoutMs ?? 30_000,
    maxResponseBytes: settings.maxResponseBytes ?? 2_000_000,
    now: settings.now ?? (() => new Date()),
    ...(settings.onExchange ? { onExchange: settings.onExchange } : {}),
  };
  const sessions = keepSessions({
    wire,
    tokens: settings.tokens ?? memoryTokenStore(),
    signInKey: settings.signInKey,
  });
  const ask = <T>(registration: Registration, call: Call<T>) => signedIn(wire, sessions, registration, call);
  const core = "/eicore/v1.03/Invoice";
  const master = "/eivital/v1.04/Master";
  const registered = { shape: shapes.registered, hasEffect: false } as const;
  const taxpayer = { method: "GET", shape: shapes.taxpayer, hasEffect: false } as const;
  return {
    authenticate: async (registration, options) => {
      const outcome = await sessions.signIn(registration, options?.force ?? false);
      return outcome.kind === "done" ? { ...outcome, value: { expiresAt: outcome.value.expiresAt } } : outcome;
    },
    generate: (registration, payload) =>
      ask(registration, {
        operation: "generate",
        method: "POST",
        path: core,
        payload,
        shape: shapes.registered,
        hasEffect: true,
      }),
    getByDocument: (registration, { type, number, date }) => {
      const query = new URLSearchParams({ doctype: type, docnum: number, docdate: portalDate(date) });
      const path = `${core}/irnbydocdetails?${query}`;
      return ask(registration, { operation: "get_by_document", method: "GET", path, ...registered });
    },
    getByIrn: (registration, irn) => {
      const path = `${core}/irn/${encodeURIComponent(irn)}`;
      return ask(registration, { operation: "get_by_irn", method: "GET", path, ...registered });
    },
    cancel: (registration, { irn, reason, remarks }) => {
      const payload = JSON.stringify({ Irn: irn, CnlRsn: reason, CnlRem: remarks });
      const path = `${core}/Cancel`;
      return ask(registration, {
        operation: "cancel",
        method: "POST",
        path,
        payload,
        shape: shapes.cancelled,
        hasEffect: true,
      });
    },
    gstinDetails: (registration, gstin) => {
      const path = `${master}/gstin/${encodeURIComponent(gstin)}`;
      return ask(registration, { operation: "gstin_details", path, ...taxpayer });
    },
    syncGstin: (registration, gstin) => {
      const path = `${master}/syncgstin/${encodeURIComponent(gstin)}`;
      return ask(registration, { operation: "sync_gstin", path, ...taxpayer });
    },
  };
}

/**
 * A call under a token. Where the portal no longer takes it, it surely did nothing: the token is dropped and the call
 * repeated once after a new sign-in. An answer that does not open also costs the token, but is not repeated.
 */
async function signedIn<T>(
  wire: Wire,
  sessions: Sessions,
  registration: Registration,
  call: Call<T>,
  isRepeat = false,
): Promise<Outcome<T>> {
  const token = await sessions.tokenFor(registration);
  if (token.kind !== "done") return token;
  const { authToken, sek } = token.value;
  const sessionKey = Buffer.from(sek, "base64");
  const { payload } = call;
  const body = payload === undefined ? {} : { sealed: sealPayload(payload, sessionKey), readable: payload };
  const { outcome, tokenIsStale } = await exchange(
    wire,
    registration,
    { operation: call.operation, method: call.method, path: call.path, authToken, ...body },
    { shape: call.shape, hasEffect: call.hasEffect, open: (data) => openPayload(asText(data), sessionKey) },
  );
  if (!tokenIsStale) return outcome;
  await sessions.drop(registration, token.value);
  const isRefusedToken = outcome.kind === "retry" && outcome.reason === "token_refused";
  return isRefusedToken && !isRepeat ? signedIn(wire, sessions, registration, call, true) : outcome;
}

function asText(data: unknown): string {
  if (typeof data !== "string") throw new TypeError("Data is not text");
  return data;
}
