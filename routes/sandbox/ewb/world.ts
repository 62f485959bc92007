import type { Database } from "../../../db/pool.ts";
import type { Reply } from "./wire.ts";

export interface Taxpayer {
  readonly status: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly clientId: string | null;
  readonly clientSecret: string | null;
}

interface Answer {
  readonly code: string | null;
  readonly answer: string | null;
}

/** The portal's state in schema sandbox: the one file of this portal that knows SQL. */
export function ewbWorld(db: Database) {
  const replyOf = ([row]: readonly Answer[]): Reply =>
    row?.answer == null ? { codes: row?.code ?? "240" } : { plain: row.answer };
  return {
    taxpayer: async (gstin: string): Promise<Taxpayer | undefined> => {
      const [row] = await db<Taxpayer[]>`select status, username, password, client_id as "clientId",
        client_secret as "clientSecret" from sandbox.irp_taxpayers where gstin = ${gstin}`;
      return row;
    },
    issueToken: async (wish: { gstin: string; username: string; authToken: string; sessionKey: string; now: Date }) => {
      const [token] = await db<{ authToken: string; sessionKey: string }[]>`
        select auth_token as "authToken", session_key as "sessionKey" from sandbox.issue_ewb_token(
          ${wish.gstin}, ${wish.username}, ${wish.authToken}, ${wish.sessionKey}, ${wish.now})`;
      if (!token) throw new Error("sandbox: no token was issued");
      return token;
    },
    sessionKey: async (token: string, gstin: string, now: Date): Promise<string | undefined> => {
      const [row] = await db<{ key: string }[]>`select session_key as key from sandbox.ewb_tokens
        where auth_token = ${token} and gstin = ${gstin} and expires_at > ${now}`;
      return row?.key;
    },
    forgetToken: async (token: string): Promise<void> => {
      await db`delete from sandbox.ewb_tokens where auth_token = ${token}`;
    },
    /** Every action of a POST: the payload's text in, the answer's text or codes out. */
    act: async (action: string, gstin: string, payload: string, now: Date): Promise<Reply> => {
      switch (action) {
        case "GENEWAYBILL": {
          const [refused] = await db<{ codes: string | null }[]>`
            select string_agg(r, ',') as codes from sandbox.ewb_refusals(${gstin}, ${payload}::text::jsonb, ${now}) as r`;
          if (refused?.codes) return { codes: refused.codes };
          return replyOf(await db`select * from sandbox.register_ewb(${gstin}, ${payload}::text::jsonb, ${now})`);
        }
        case "VEHEWB":
          return replyOf(await db`select * from sandbox.update_ewb_vehicle(${gstin}, ${payload}::text::jsonb, ${now})`);
        case "UPDATETRANSPORTER":
          return replyOf(
            await db`select * from sandbox.update_ewb_transporter(${gstin}, ${payload}::text::jsonb, ${now})`,
          );
        case "EXTENDVALIDITY":
          return replyOf(await db`select * from sandbox.extend_ewb(${gstin}, ${payload}::text::jsonb, ${now})`);
        case "CANEWB":
        case "REJEWB":
          return replyOf(
            await db`select * from sandbox.close_ewb(${gstin}, ${action}, ${payload}::text::jsonb, ${now})`,
          );
        default:
          return { codes: "239" };
      }
    },
    find: async (gstin: string, wanted: { number?: string; type?: string; document?: string }): Promise<Reply> => {
      const { number = null, type = null, document = null } = wanted;
      return replyOf(await db`select * from sandbox.find_ewb(${gstin}, ${number}, ${type}, ${document})`);
    },
  };
}

export type EwbWorld = ReturnType<typeof ewbWorld>;
