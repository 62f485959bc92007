import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Database } from "../../../db/pool.ts";
import type { Clock } from "../../../domain/shared/context.ts";
import { type Fault, strike, takeFault } from "../faults.ts";
import { keyPair } from "../irp/keys.ts";
import { header, open } from "../irp/wire.ts";
import { signIn } from "./auth.ts";
import { refusal, type Reply, sealed, sealedRead } from "./wire.ts";
import { ewbWorld } from "./world.ts";

export interface SandboxEwb {
  readonly db: Database;
  readonly clock: Pick<Clock, "now">;
}

/** What faults are planned by: the operation behind an action. */
const operations: Readonly<Record<string, string>> = {
  GENEWAYBILL: "generate",
  VEHEWB: "update_vehicle",
  UPDATETRANSPORTER: "update_transporter",
  EXTENDVALIDITY: "extend",
  CANEWB: "cancel",
  REJEWB: "reject",
};

/** What a client of the sandbox portal is configured with. */
export async function sandboxEwbKey(db: Database): Promise<string> {
  return (await keyPair(db, "ewb_sign_in")).publicKey;
}

/** NIC's e-way bill portal as this machine plays it: mount at /sandbox/ewb, only where PAKKA_SANDBOX is on. */
export function sandboxEwb({ db, clock }: SandboxEwb): Hono {
  const world = ewbWorld(db);
  const on = async (c: Context, operation: string, work: (fault: Fault | null) => Promise<Response>) => {
    const fault = await takeFault(db, "ewb", operation);
    return await strike(
      fault,
      c.req.raw,
      async () => fault?.kind === "portal_error" ? refusal(fault.params.code ?? "240") : await work(fault),
    );
  };
  /** The session's key, or null where the token is none (any more). */
  const sessionOf = async (c: Context, fault: Fault | null) => {
    const [token = "", gstin = ""] = ["authtoken", "gstin"].map((name) => header(c, name));
    if (fault?.kind === "token_expired") await world.forgetToken(token);
    const held = await world.sessionKey(token, gstin, clock.now());
    return held === undefined ? null : { gstin, key: Buffer.from(held, "base64") };
  };
  const read = (operation: string, wanted: (c: Context) => Parameters<typeof world.find>[1]) => (c: Context) =>
    on(c, operation, async (fault) => {
      const session = await sessionOf(c, fault);
      if (!session) return refusal("238");
      const reply = await world.find(session.gstin, wanted(c));
      const isBroken = fault?.kind === "wrong_signature";
      return "codes" in reply ? refusal(reply.codes) : sealedRead(reply.plain, keyFor(session.key, fault), isBroken);
    });

  const app = new Hono();
  app.post(
    "/auth",
    (c) =>
      on(c, "authenticate", async () => signIn(world, (await keyPair(db, "ewb_sign_in")).privateKey, c, clock.now())),
  );
  app.post("/ewayapi", async (c) => {
    const { action, data } = await c.req.json().catch(() => ({}));
    return await on(c, operations[String(action)] ?? "unknown", async (fault) => {
      const session = await sessionOf(c, fault);
      if (!session) return refusal("238");
      const payload = typeof data === "string" ? open(data, session.key) : null;
      if (payload === null || !isJson(payload)) return refusal("100");
      const reply: Reply = await world.act(String(action), session.gstin, payload, clock.now());
      return "codes" in reply ? refusal(reply.codes) : sealed(reply.plain, keyFor(session.key, fault));
    });
  });
  app.get("/ewayapi/GetEwayBill", read("get", (c) => ({ number: c.req.query("ewbNo") ?? "" })));
  app.get(
    "/ewayapi/GetEwayBillGeneratedByConsigner",
    read("get_by_document", (c) => ({ type: c.req.query("docType") ?? "", document: c.req.query("docNo") ?? "" })),
  );
  return app;
}

function keyFor(key: Uint8Array, fault: Fault | null): Uint8Array {
  return fault?.kind === "undecipherable" ? randomBytes(32) : key;
}

function isJson(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
