import { callSignedIn } from "../nic/call.ts";
import type { Shape } from "../nic/exact_json.ts";
import { exchange, type Reach, reach, type Wire } from "../nic/exchange.ts";
import { keepSessions } from "../nic/session.ts";
import { memoryTokenStore, type StoredToken, type TokenStore } from "../nic/token.ts";
import { type CodeMeaning, judgeErrors } from "./codes.ts";
import type { Change, Changed, Ewb, Exchange, Operation, Outcome, Registration } from "./mod.ts";
import { shapes } from "./shapes.ts";
import { openPlain, openSealed, readEnvelope } from "./wire.ts";

export interface EwbSettings extends Reach {
  /** The portal's public key for sign-in, PEM. */
  readonly signInKey: string;
  /** Defaults to this process's memory. A store of this portal's own. */
  readonly tokens?: TokenStore;
  readonly onExchange?: (exchange: Exchange) => void | Promise<void>;
}

type EwbWire = Wire<Operation, CodeMeaning>;

/** A token serves so long from its issue; the portal does not say until when. */
const TOKEN_LASTS_MS = 360 * 60_000;

/** A client of NIC's e-way bill API, version 1.03. Never throws for what a portal does: see `Outcome`. */
export function makeEwb(settings: EwbSettings): Ewb {
  const wire: EwbWire = {
    ...reach(settings),
    language: { readEnvelope, judge: judgeErrors },
    headersOf,
    secretHeaders: new Set(["client-secret", "authtoken"]),
    ...(settings.onExchange ? { onExchange: settings.onExchange } : {}),
  };
  const sessions = ewbSessions(wire, settings.tokens ?? memoryTokenStore(), settings.signInKey);
  const { post, read, list } = callsOf(wire, sessions);
  return {
    authenticate: async (registration) => untilWhen(await sessions.signIn(registration, false)),
    renew: async (registration) => untilWhen(await sessions.renew(registration)),
    generate: (registration, payload) => post(registration, "generate", "GENEWAYBILL", payload, shapes.generated),
    change: (registration, change, payload) => {
      const { action, shape } = changes[change];
      return post(registration, change, action, payload, shape);
    },
    get: (registration, number) => read(registration, "get", "GetEwayBill", { ewbNo: number }, shapes.bill),
    getByDocument: (registration, { type: docType, number: docNo }) =>
      read(registration, "get_by_document", "GetEwayBillGeneratedByConsigner", { docType, docNo }, shapes.bill),
    listReceived: (registration, day) => list(registration, "list_received", "GetEwayBillsofOtherParty", day),
    listRejected: (registration, day) => list(registration, "list_rejected", "GetEwayBillsRejectedByOthers", day),
  };
}

function untilWhen(outcome: Outcome<StoredToken>): Outcome<{ expiresAt: string }> {
  return outcome.kind === "done" ? { ...outcome, value: { expiresAt: outcome.value.expiresAt } } : outcome;
}

/** A POST carries its action and its text under the session key; a GET is answered under a key of its own. */
function callsOf(wire: EwbWire, sessions: ReturnType<typeof ewbSessions>) {
  const post = <T>(
    registration: Registration,
    operation: Operation,
    action: string,
    payload: string,
    shape: Shape<T>,
  ) =>
    callSignedIn(wire, sessions, registration, {
      operation,
      method: "POST",
      path: "/ewayapi",
      payload,
      shape,
      hasEffect: true,
      wrap: (data) => ({ action, data }),
      open: openPlain,
    });
  const read = <T>(
    registration: Registration,
    operation: Operation,
    name: string,
    query: Record<string, string>,
    shape: Shape<T>,
  ) =>
    callSignedIn<T, Operation, CodeMeaning>(wire, sessions, registration, {
      operation,
      method: "GET",
      path: `/ewayapi/${name}?${new URLSearchParams(query)}`,
      shape,
      hasEffect: false,
      wrap: () => ({}),
      open: openSealed,
    });
  /** A day without bills is told as "no record found". */
  const list = async (registration: Registration, operation: Operation, name: string, date: string) => {
    const listed = await read(registration, operation, name, { date }, shapes.received);
    const isNone = listed.kind === "refused" && listed.meaning === "not_found";
    return isNone ? { kind: "done" as const, value: [], info: [] } : listed;
  };
  return { post, read, list };
}

const changes: Record<Change, { action: string; shape: Shape<Changed> }> = {
  update_vehicle: { action: "VEHEWB", shape: shapes.vehicleUpdated },
  update_transporter: { action: "UPDATETRANSPORTER", shape: shapes.transporterUpdated },
  extend: { action: "EXTENDVALIDITY", shape: shapes.extended },
  cancel: { action: "CANEWB", shape: shapes.cancelled },
  reject: { action: "REJEWB", shape: shapes.rejected },
  consolidate: { action: "GENCEWB", shape: shapes.consolidated },
  start_multi_vehicle: { action: "MULTIVEHMOVINT", shape: shapes.movementStarted },
  add_vehicle: { action: "MULTIVEHADD", shape: shapes.vehicleAdded },
  replace_vehicle: { action: "MULTIVEHUPD", shape: shapes.vehicleReplaced },
};

function ewbSessions(wire: EwbWire, tokens: TokenStore, signInKey: string) {
  return keepSessions<CodeMeaning>({
    wire,
    tokens,
    signInKey,
    plainOf: ({ registration: { username, password }, appKey }) => ({
      action: "ACCESSTOKEN",
      username,
      password,
      app_key: appKey,
    }),
    request: async (registration, sealed, readable) => {
      const issuedAt = wire.now().getTime();
      const { outcome } = await exchange(
        wire,
        registration,
        { operation: "authenticate", method: "POST", path: "/auth", body: { Data: sealed }, readable },
        { shape: shapes.signedIn, open: (data) => JSON.stringify(data), hasEffect: false },
      );
      if (outcome.kind !== "done") return outcome;
      const { authtoken, sek } = outcome.value;
      const expiresAt = new Date(issuedAt + TOKEN_LASTS_MS).toISOString();
      return { ...outcome, value: { authToken: authtoken, sek, expiresAt } };
    },
  });
}

function headersOf(registration: Registration, authToken?: string): Record<string, string> {
  const { clientId, clientSecret, gstin } = registration;
  const signedIn: Record<string, string> = authToken === undefined ? {} : { "authtoken": authToken };
  return { "client-id": clientId, "client-secret": clientSecret, "Gstin": gstin, ...signedIn };
}
