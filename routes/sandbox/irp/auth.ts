import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Fault } from "../faults.ts";
import { spoilPlain } from "../spoilt_answers.ts";
import type { KeyPair } from "./keys.ts";
import { envelope, header, openSignIn, seal } from "./wire.ts";
import type { Taxpayer, World } from "./world.ts";

/** Sign-in. The live token is given again, its session key wrapped anew under the AppKey of this call. */
export async function signIn(world: World, key: KeyPair, c: Context, now: Date, fault: Fault | null) {
  const checked = await check(world, key, c);
  if (typeof checked === "string") return envelope({ errors: await world.errors(checked) }, String, fault);
  const { gstin, clientId, username, appKey, force } = checked;
  const offer = { authToken: newAuthToken(), sessionKey: randomBytes(32).toString("base64") };
  const token = await world.issueToken({ gstin, username, force, now, ...offer });
  const data = {
    ClientId: clientId,
    UserName: username,
    AuthToken: token.authToken,
    Sek: seal(fault?.kind === "wrong_sek" ? randomBytes(32) : Buffer.from(token.sessionKey, "base64"), appKey),
    TokenExpiry: token.expiresOn,
  };
  return envelope({ plain: JSON.stringify(data) }, (plain) => JSON.parse(spoilPlain(plain, fault)), fault);
}

interface Checked {
  readonly gstin: string;
  readonly clientId: string;
  readonly username: string;
  readonly appKey: Uint8Array;
  readonly force: boolean;
}

/** The sign-in as it should be, or the portal's code for the first thing wrong with it. */
async function check(world: World, key: KeyPair, c: Context): Promise<Checked | string> {
  const [clientId, clientSecret, gstin] = ["client_id", "client_secret", "gstin"].map((name) => header(c, name));
  if (!clientId) return "1011";
  if (!clientSecret) return "1012";
  if (!gstin) return "1004";
  const taxpayer = await world.taxpayer(gstin);
  if (!taxpayer || taxpayer.username === null) return "1017";
  if (taxpayer.clientId !== clientId || taxpayer.clientSecret !== clientSecret) return "1010";
  const data = await sealedData(c);
  if (data === null) return "5003";
  const opened = openSignIn(data, key.privateKey);
  if ("code" in opened) return opened.code;
  const { UserName, Password, AppKey, ForceRefreshAccessToken } = opened.plain;
  const wrong = credentialFault(taxpayer, UserName, Password);
  if (wrong) return wrong;
  const appKey = Buffer.from(String(AppKey), "base64");
  if (appKey.length !== 32) return "1016";
  const force = ForceRefreshAccessToken === true || /^true$/i.test(String(ForceRefreshAccessToken));
  return { gstin, clientId, username: String(UserName), appKey, force };
}

function credentialFault(taxpayer: Taxpayer, username: unknown, password: unknown): string | null {
  if (taxpayer.status !== "ACT") return "1014";
  if (typeof username !== "string" || username === "") return "1006";
  if (username !== taxpayer.username) return "1017";
  return password === taxpayer.password ? null : "1019";
}

async function sealedData(c: Context): Promise<string | null> {
  try {
    const { Data } = await c.req.json();
    return typeof Data === "string" && Data !== "" ? Data : null;
  } catch {
    return null;
  }
}

/** Opaque, 25 characters, as the portal's. */
function newAuthToken(): string {
  return randomBytes(32).toString("base64").replace(/[^A-Za-z0-9]/g, "").slice(0, 25).padEnd(25, "x");
}
