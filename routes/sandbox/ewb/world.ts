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

/** The function behind each action of a POST: (GSTIN, payload, time) in, code or answer out. */
const actions: Readonly<Record<string, string>> = {
  GENEWAYBILL: "register_ewb",
  VEHEWB: "update_ewb_vehicle",
  UPDATETRANSPORTER: "update_ewb_transporter",
  EXTENDVALIDITY: "extend_ewb",
  CANEWB: "cancel_ewb",
  REJEWB: "reject_ewb",
  CLSEWB: "close_ewb",
  CLOSEEWB: "close_ewb",
  GENCEWB: "generate_trip_sheet",
  REGENTRIPSHEET: "regenerate_trip_sheet",
  MULTIVEHMOVINT: "start_movement",
  MULTIVEHADD: "add_movement_vehicle",
  MULTIVEHUPD: "update_movement_vehicle",
};

/** The portal's state in schema sandbox: the one file of this portal that knows SQL. */
export function ewbWorld(db: Database) {
  const replyOf = ([row]: readonly Answer[]): Reply =>
    row === undefined || row.code !== null || row.answer === null
      ? { codes: row?.code ?? "240" }
      : { plain: row.answer };
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
      const name = actions[action];
      if (name === undefined) return { codes: "239" };
      if (action === "GENEWAYBILL") {
        const [refused] = await db<{ codes: string | null }[]>`
          select string_agg(r, ',') as codes from sandbox.ewb_refusals(${gstin}, ${payload}::text::jsonb, ${now}) as r`;
        if (refused?.codes) return { codes: refused.codes };
      }
      return replyOf(await db`select * from sandbox.${db(name)}(${gstin}, ${payload}::text::jsonb, ${now})`);
    },
    find: async (gstin: string, wanted: Wanted, now: Date): Promise<Reply> => {
      const { number = null, type = null, document = null } = wanted;
      return replyOf(await db`select * from sandbox.find_ewb(${gstin}, ${number}, ${type}, ${document}, ${now})`);
    },
    list: async (gstin: string, list: string, query: Record<string, string>, now: Date): Promise<Reply> =>
      replyOf(await db`select * from sandbox.list_ewbs(${gstin}, ${list}, ${db.json(query)}, ${now})`),
    tripSheet: async (gstin: string, number: string): Promise<Reply> =>
      replyOf(await db`select * from sandbox.find_trip_sheet(${gstin}, ${number})`),
    master: async (what: string, key: string): Promise<Reply> =>
      replyOf(await db`select * from sandbox.ewb_master(${what}, ${key})`),
    /** The number of some other bill, for an answer that reaches the wrong caller. */
    otherNumber: async (number: string): Promise<string> => {
      const [row] = await db<{ number: string }[]>`
        select ewb_no::text as number from sandbox.ewb_bills where ewb_no::text <> ${number} order by ewb_no desc limit 1`;
      return row?.number ?? "199999999999";
    },
    /** No question finds the bill before. */
    showFrom: async (number: string, at: Date): Promise<void> => {
      await db`update sandbox.ewb_bills set visible_from = ${at} where ewb_no::text = ${number}`;
    },
  };
}

/** A bill by number, or by the document it was made for. */
export interface Wanted {
  readonly number?: string;
  readonly type?: string;
  readonly document?: string;
}

export type EwbWorld = ReturnType<typeof ewbWorld>;
