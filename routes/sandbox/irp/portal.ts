import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { Database } from "../../../db/pool.ts";
import type { Clock } from "../../../domain/shared/context.ts";
import { type Fault, strike, takeFault, takesToken, toldTime } from "../faults.ts";
import { spoilPlain } from "../spoilt_answers.ts";
import { signIn } from "./auth.ts";
import { type Operation, operations } from "./operations.ts";
import { type SandboxKeys, sandboxKeys } from "./keys.ts";
import { envelope, header, open, type PortalError, type Reply, seal } from "./wire.ts";
import { type Provider, sandboxWorld, type World } from "./world.ts";

export { sandboxPortalKeys } from "./keys.ts";

export interface SandboxIrp {
  readonly db: Database;
  readonly clock: Pick<Clock, "now">;
  /** Which of the two portals of one register this is. */
  readonly provider?: Provider;
}

type Work = (c: Context, fault: Fault | null, now: Date) => Promise<Response>;

/** NIC's e-invoice portal as this machine plays it: mount at /sandbox/irp, only where PAKKA_SANDBOX is on. */
export function sandboxIrp({ db, clock, provider = "irp1" }: SandboxIrp): Hono {
  const world = sandboxWorld(db, provider);
  let made: Promise<SandboxKeys> | undefined;
  const keys = () => made ??= sandboxKeys(db, provider);
  const app = new Hono();

  const portal = provider === "irp1" ? "irp" : provider;
  const on = (operation: string, work: Work) => async (c: Context) => {
    const fault = await takeFault(db, { portal, operation, gstin: header(c, "gstin"), now: clock.now() });
    const now = toldTime(clock.now(), fault);
    return await strike(fault, c.req.raw, now, async () => {
      const said = await plannedError(world, fault);
      if (said && !fault?.params.afterEffect) return envelope({ errors: said }, String, fault);
      const answer = await work(c, fault, now);
      return said ? envelope({ errors: said }, String, fault) : answer;
    });
  };
  /** "Criss-cross": a header names the system that registered the document. */
  const worldOf = (c: Context) => {
    const named = { NIC1: "irp1", NIC2: "irp2" } as const;
    const other = named[c.req.header("irp")?.toUpperCase() as keyof typeof named];
    return other === undefined || other === provider ? world : world.at(other);
  };
  const signedIn = (name: string, operation: Operation) =>
    on(name, async (c, fault, now) => {
      const { signing } = await keys();
      const call = (gstin: string) => ({ world: worldOf(c), signing, gstin, now, fault });
      return await underToken(world, c, fault, now, (gstin, text) => operation(call(gstin), c, text));
    });

  app.get("/eivital/v1.04/heartbeat/ping", (c) => c.text(`e-Invoice Vital:-${indianTime(clock.now())}`));
  app.post(
    "/eivital/v1.04/auth",
    on("authenticate", async (c, fault, now) => signIn(world, (await keys()).signIn, c, now, fault)),
  );
  for (const { method, path, name, run } of operations) app.on(method, path, signedIn(name, run));
  return app;
}

/** Headers, token, decryption, the operation, encryption. A body under another key gets what the portal says to it. */
async function underToken(
  world: World,
  c: Context,
  fault: Fault | null,
  now: Date,
  work: (gstin: string, text: string) => Promise<Reply>,
): Promise<Response> {
  const [token, gstin, username] = ["authtoken", "gstin", "user_name"].map((name) => header(c, name));
  if (takesToken(fault)) await world.forgetToken(token ?? "");
  if (!gstin) return envelope({ errors: await world.errors("1004") }, String);
  if (!username) return envelope({ errors: await world.errors("1006") }, String);
  const held = await world.sessionKey(token ?? "", gstin, username, now);
  if (held === undefined) return envelope({ errors: await world.errors("1005") }, String);
  const key = Buffer.from(held, "base64");
  const text = c.req.method === "GET" ? "" : await readBody(c, key);
  if (text === null) return envelope({ errors: await world.errors("5002") }, String);
  const reply = await work(gstin, text);
  const sealing = fault?.kind === "undecipherable" ? randomBytes(32) : key;
  return envelope(reply, (plain) => seal(spoilPlain(plain, fault), sealing), fault);
}

async function readBody(c: Context, key: Uint8Array): Promise<string | null> {
  try {
    const { Data } = await c.req.json();
    return typeof Data === "string" ? open(Data, key) : null;
  } catch {
    return null;
  }
}

/** Kinds that say how an error is written say also which, where a code is planned with them. */
async function plannedError(world: World, fault: Fault | null): Promise<PortalError[] | null> {
  const writes = ["errors_as_text", "errors_as_base64"];
  const isError = fault?.kind === "portal_error" || (fault?.params.code !== undefined && writes.includes(fault.kind));
  if (!fault || !isError) return null;
  const { code = "5002", message } = fault.params;
  return message === undefined ? await world.errors(code) : [{ ErrorCode: code, ErrorMessage: message }];
}

/** dd-MM-yyyy HH:mm:ss in India, as the portal's heartbeat writes it. */
function indianTime(now: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", dateStyle: "short", timeStyle: "medium" });
  return parts.format(now).replaceAll("/", "-").replace(",", "");
}
