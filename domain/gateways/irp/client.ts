import { asText, type Call as NicCall, callSignedIn } from "../nic/call.ts";
import { openPayload } from "../nic/crypto.ts";
import { type Reach, reach } from "../nic/exchange.ts";
import { memoryTokenStore, type StoredToken, type TokenStore } from "../nic/token.ts";
import { judgeErrors } from "./codes.ts";
import type { Exchange, Irp, Operation, Outcome, Registration } from "./mod.ts";
import { irpSessions, type IrpWire } from "./session.ts";
import { portalDate, readEnvelope, shapes } from "./wire.ts";

export interface IrpSettings extends Reach {
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  /** Defaults to this process's memory. */
  readonly tokens?: TokenStore;
  readonly onExchange?: (exchange: Exchange) => void | Promise<void>;
}

type Call<T> = Omit<NicCall<T, Operation>, "wrap" | "open">;

/** A client of NIC's e-invoice API, version 1.03/1.04. Never throws for what a portal does: see `Outcome`. */
export function makeIrp(settings: IrpSettings): Irp {
  const wire: IrpWire = {
    ...reach(settings),
    language: { readEnvelope, judge: judgeErrors },
    headersOf,
    secretHeaders: new Set(["client_secret", "AuthToken"]),
    ...(settings.onExchange ? { onExchange: settings.onExchange } : {}),
  };
  const { tokens = memoryTokenStore(), signInKey } = settings;
  const sessions = irpSessions(wire, { tokens, signInKey });
  const ask = <T>(registration: Registration, call: Call<T>) =>
    callSignedIn(wire, sessions, registration, {
      ...call,
      wrap: (sealed) => ({ Data: sealed }),
      open: (data, sessionKey) => openPayload(asText(data), sessionKey),
    });
  const core = "/eicore/v1.03/Invoice";
  const bills = "/eiewb/v1.03/ewaybill";
  const master = "/eivital/v1.04/Master";
  const registered = { shape: shapes.registered, hasEffect: false } as const;
  const taxpayer = { method: "GET", shape: shapes.taxpayer, hasEffect: false } as const;
  return {
    renew: async (registration) => untilWhen(await sessions.renew(registration)),
    authenticate: async (registration, options) =>
      untilWhen(await sessions.signIn(registration, options?.force ?? false)),
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
    generateBill: (registration, payload) =>
      ask(registration, {
        operation: "generate_ewb",
        method: "POST",
        path: bills,
        payload,
        shape: shapes.bill,
        hasEffect: true,
      }),
    getBillByIrn: (registration, irn) => {
      const path = `${bills}/irn/${encodeURIComponent(irn)}`;
      return ask(registration, {
        operation: "get_ewb_by_irn",
        method: "GET",
        path,
        shape: shapes.bill,
        hasEffect: false,
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

function untilWhen(outcome: Outcome<StoredToken>): Outcome<{ expiresAt: string }> {
  return outcome.kind === "done" ? { ...outcome, value: { expiresAt: outcome.value.expiresAt } } : outcome;
}

function headersOf(registration: Registration, authToken?: string): Record<string, string> {
  const signedIn: Record<string, string> = authToken === undefined
    ? {}
    : { "user_name": registration.username, "AuthToken": authToken };
  const { clientId, clientSecret, gstin } = registration;
  return { "client_id": clientId, "client_secret": clientSecret, "Gstin": gstin, ...signedIn };
}
