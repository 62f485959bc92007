import { exchange, type Wire } from "../nic/exchange.ts";
import { type Door, keepSessions } from "../nic/session.ts";
import type { CodeMeaning } from "./codes.ts";
import type { Operation } from "./mod.ts";
import { portalInstant, shapes } from "./wire.ts";

export type IrpWire = Wire<Operation, CodeMeaning>;

/** Sessions at this portal: one token a registration, with the time at which it says it ends. */
export function irpSessions(wire: IrpWire, { tokens, signInKey }: Pick<Door<CodeMeaning>, "tokens" | "signInKey">) {
  return keepSessions<CodeMeaning>({
    wire,
    tokens,
    signInKey,
    plainOf: ({ registration, appKey, force }) => ({
      UserName: registration.username,
      Password: registration.password,
      AppKey: appKey,
      ForceRefreshAccessToken: force,
    }),
    request: async (registration, sealed, readable) => {
      const { outcome } = await exchange(
        wire,
        registration,
        { operation: "authenticate", method: "POST", path: "/eivital/v1.04/auth", body: { Data: sealed }, readable },
        { shape: shapes.signIn, open: (data) => JSON.stringify(data), hasEffect: false },
      );
      if (outcome.kind !== "done") return outcome;
      const { AuthToken, Sek, TokenExpiry } = outcome.value;
      return { ...outcome, value: { authToken: AuthToken, sek: Sek, expiresAt: portalInstant(TokenExpiry) } };
    },
  });
}
