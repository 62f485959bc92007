import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";
import { seal } from "../irp/wire.ts";

/** What an operation answers, before it is wrapped: JSON text, or codes separated by commas. */
export type Reply = { readonly plain: string } | { readonly codes: string };

/** A refusal: base64 of the codes, with the stray comma the portal puts after the last. HTTP status is 200. */
export function refusal(codes: string): Response {
  const error = Buffer.from(JSON.stringify({ errorCodes: `${codes},` })).toString("base64");
  return Response.json({ status: "0", error });
}

/** The answer to a POST, under the session key. */
export function sealed(plain: string, sessionKey: Uint8Array): Response {
  const { alert = "" } = JSON.parse(plain);
  return Response.json({ status: "1", data: seal(plain, sessionKey), alert });
}

/** The answer to a GET: under a key of its own, which travels under the session key, with an HMAC over the base64. */
export function sealedRead(plain: string, sessionKey: Uint8Array, breakSeal: boolean): Response {
  const rek = randomBytes(32);
  const base64 = Buffer.from(plain, "utf8").toString("base64");
  const hmac = createHmac("sha256", breakSeal ? randomBytes(32) : rek).update(base64).digest("base64");
  return Response.json({ status: "1", data: seal(plain, rek), rek: seal(rek, sessionKey), hmac });
}
