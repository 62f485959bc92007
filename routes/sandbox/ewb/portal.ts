import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Database } from "../../../db/pool.ts";
import type { Clock } from "../../../domain/shared/context.ts";
import { type Fault, strike, takeFault, takesToken, toldTime } from "../faults.ts";
import { keyPair } from "../irp/keys.ts";
import { header, open } from "../irp/wire.ts";
import { actions } from "./actions.ts";
import { signIn } from "./auth.ts";
import { reads } from "./reads.ts";
import { refusal, type Reply, sealed, sealedRead } from "./wire.ts";
import { type EwbWorld, ewbWorld } from "./world.ts";

export interface SandboxEwb {
  readonly db: Database;
  readonly clock: Pick<Clock, "now">;
}

/** What a client of the sandbox portal is configured with. */
export async function sandboxEwbKey(db: Database): Promise<string> {
  return (await keyPair(db, "ewb_sign_in")).publicKey;
}

type Work = (fault: Fault | null, now: Date) => Promise<Response>;

/** NIC's e-way bill portal as this machine plays it: mount at /sandbox/ewb, only where PAKKA_SANDBOX is on. */
export function sandboxEwb({ db, clock }: SandboxEwb): Hono {
  const world = ewbWorld(db);
  const on = async (c: Context, operation: string, work: Work) => {
    const fault = await takeFault(db, { portal: "ewb", operation, gstin: header(c, "gstin"), now: clock.now() });
    const now = toldTime(clock.now(), fault);
    return await strike(fault, c.req.raw, now, async () => {
      const code = plannedCode(fault);
      if (code !== null && !fault?.params.afterEffect) return refusal(code, fault);
      const answer = await work(fault, now);
      return code === null ? answer : refusal(code, fault);
    });
  };
  const app = new Hono();
  app.post("/auth", (c) =>
    on(c, "authenticate", async (fault, now) => {
      const { privateKey } = await keyPair(db, "ewb_sign_in");
      return await signIn(world, privateKey, c, now, fault);
    }));
  app.post("/ewayapi", async (c) => {
    const { action, data } = await c.req.json().catch(() => ({}));
    return await on(c, actions[String(action)] ?? "unknown", async (fault, now) => {
      const session = await sessionOf(world, c, fault, now);
      if (!session) return refusal("238", fault);
      const payload = typeof data === "string" ? open(data, session.key) : null;
      if (payload === null || !isJson(payload)) return refusal("100", fault);
      const reply = await told(world, await world.act(String(action), session.gstin, payload, now), fault, now);
      return "codes" in reply ? refusal(reply.codes, fault) : sealed(reply.plain, keyFor(session.key, fault), fault);
    });
  });
  for (const { path, operation, ask } of reads) {
    app.get(path, (c) =>
      on(c, operation, async (fault, now) => {
        const session = await sessionOf(world, c, fault, now);
        if (!session) return refusal("238", fault);
        if (fault?.kind === "too_old") return refusal("325", fault);
        const reply = await told(world, await ask(world, session.gstin, c.req.query(), now), fault, now);
        return "codes" in reply
          ? refusal(reply.codes, fault)
          : sealedRead(reply.plain, keyFor(session.key, fault), fault);
      }));
  }
  return app;
}

/** The session, or null where the token is none (any more). */
async function sessionOf(world: EwbWorld, c: Context, fault: Fault | null, now: Date) {
  const [token = "", gstin = ""] = ["authtoken", "gstin"].map((name) => header(c, name));
  if (takesToken(fault)) await world.forgetToken(token);
  const held = await world.sessionKey(token, gstin, now);
  return held === undefined ? null : { gstin, key: Buffer.from(held, "base64") };
}

/** What the portal tells of what it did: another bill, a duplicate, or nothing for a while, where a fault wants it. */
async function told(world: EwbWorld, reply: Reply, fault: Fault | null, now: Date): Promise<Reply> {
  if ("codes" in reply || fault === null) return reply;
  const body = JSON.parse(reply.plain);
  const number = String(body.ewayBillNo ?? body.ewbNo ?? "");
  const lag = fault.params.lagSeconds ?? (fault.kind === "duplicate_lagging" ? 120 : 0);
  const isMade = body.ewayBillNo !== undefined && body.ewayBillDate !== undefined;
  if (lag > 0 && isMade) await world.showFrom(number, new Date(now.getTime() + lag * 1000));
  if (fault.kind.startsWith("duplicate") && isMade) return { codes: "604" };
  if (!["crossed_reply", "other_document"].includes(fault.kind) || number === "") return reply;
  const other = await world.otherNumber(number);
  const key = body.ewayBillNo === undefined ? "ewbNo" : "ewayBillNo";
  const document = body.docNo === undefined ? {} : { docNo: "OTHER/1" };
  const told = typeof body[key] === "number" ? Number(other) : other;
  return { plain: JSON.stringify({ ...body, ...document, [key]: told }) };
}

/** Kinds that say how an error is written say also which, where a code is planned with them. */
function plannedCode(fault: Fault | null): string | null {
  if (fault?.kind === "portal_error") return fault.params.code ?? "240";
  return fault && ["errors_as_text", "codes_without_comma"].includes(fault.kind) ? fault.params.code ?? null : null;
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
