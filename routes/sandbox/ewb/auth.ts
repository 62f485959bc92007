import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Fault } from "../faults.ts";
import { header, openSignIn, seal } from "../irp/wire.ts";
import { spoilEwbEnvelope } from "../spoilt_answers.ts";
import { refusal } from "./wire.ts";
import type { EwbWorld } from "./world.ts";

/** Sign-in. The live token is given again, its session key wrapped anew under the app key of this call. */
export async function signIn(world: EwbWorld, privateKey: string, c: Context, now: Date, fault: Fault | null) {
  const checked = await check(world, privateKey, c);
  if (typeof checked === "string") return refusal(checked, fault);
  const offer = { authToken: crypto.randomUUID(), sessionKey: randomBytes(32).toString("base64") };
  const { gstin, username, appKey } = checked;
  const token = await world.issueToken({ gstin, username, now, ...offer });
  const told = fault?.kind === "wrong_sek" ? randomBytes(32) : Buffer.from(token.sessionKey, "base64");
  const answer = { status: "1", authtoken: token.authToken, sek: seal(told, appKey) };
  return Response.json(spoilEwbEnvelope(answer, fault));
}

/** The sign-in as it should be, or the portal's code for the first thing wrong with it. */
async function check(world: EwbWorld, privateKey: string, c: Context) {
  const [clientId, clientSecret, gstin] = ["client_id", "client_secret", "gstin"].map((name) => header(c, name));
  if (!gstin) return "227";
  const taxpayer = await world.taxpayer(gstin);
  if (!taxpayer || taxpayer.username === null) return "111";
  if (taxpayer.clientId !== clientId || taxpayer.clientSecret !== clientSecret) return "110";
  const { Data } = await c.req.json().catch(() => ({}));
  if (typeof Data !== "string" || Data === "") return "115";
  const opened = openSignIn(Data, privateKey);
  if ("code" in opened) return "109";
  const { action, username, password, app_key: key } = opened.plain;
  if (action !== "ACCESSTOKEN") return "239";
  if (username !== taxpayer.username) return "101";
  if (password !== taxpayer.password) return "102";
  if (taxpayer.status !== "ACT") return "113";
  const appKey = Buffer.from(String(key), "base64");
  return appKey.length === 32 ? { gstin, username: taxpayer.username, appKey } : "109";
}
