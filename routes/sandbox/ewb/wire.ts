import { Buffer } from "node:buffer";
import { createHmac, randomBytes } from "node:crypto";
import type { Fault } from "../faults.ts";
import { seal } from "../irp/wire.ts";
import { spoilEwbEnvelope, spoilPlain } from "../spoilt_answers.ts";

/** What an operation answers, before it is wrapped: JSON text, or codes separated by commas. */
export type Reply = { readonly plain: string } | { readonly codes: string };

/** A refusal: base64 of the codes, with the stray comma the portal puts after the last. HTTP status is 200. */
export function refusal(codes: string, fault: Fault | null = null): Response {
  const error = Buffer.from(JSON.stringify({ errorCodes: `${codes},` })).toString("base64");
  return Response.json(spoilEwbEnvelope({ status: "0", error }, fault));
}

/** The answer to a POST, under the session key. */
export function sealed(plain: string, sessionKey: Uint8Array, fault: Fault | null): Response {
  const { alert = "" } = JSON.parse(plain);
  const data = seal(spoilPlain(plain, fault), sessionKey);
  return Response.json(spoilEwbEnvelope({ status: "1", data, alert }, fault));
}

/** The answer to a GET: under a key of its own, which travels under the session key, with an HMAC over the base64. */
export function sealedRead(plain: string, sessionKey: Uint8Array, fault: Fault | null): Response {
  const rek = randomBytes(32);
  const text = spoilPlain(plain, fault);
  const base64 = Buffer.from(text, "utf8").toString("base64");
  const hmacKey = fault?.kind === "wrong_signature" ? randomBytes(32) : rek;
  const hmac = createHmac("sha256", hmacKey).update(base64).digest("base64");
  const told = fault?.kind === "wrong_rek" ? randomBytes(32) : rek;
  return Response.json(
    spoilEwbEnvelope({ status: "1", data: seal(text, rek), rek: seal(told, sessionKey), hmac }, fault),
  );
}
