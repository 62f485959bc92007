import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { asText } from "../nic/call.ts";
import { openPayload, unwrapSessionKey } from "../nic/crypto.ts";
import { tryExact } from "../nic/exact_json.ts";
import type { Envelope } from "../nic/interpret.ts";
import type { PortalError } from "../nic/outcome.ts";
import { messageOf } from "./codes.ts";

const flag = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.picklist(["0", "1"]));
const envelope = v.looseObject({ status: flag, data: v.optional(v.unknown()), error: v.optional(v.unknown()) });

/** Reads the envelope; null where the text is not one. A GET carries its own key and seal beside the data. */
export function readEnvelope(text: string): Envelope | null {
  const read = v.safeParse(envelope, tryExact(text));
  if (!read.success) return null;
  const { status, data, error, ...rest } = read.output;
  const alert = typeof rest.alert === "string" && rest.alert !== "" ? [{ code: "alert", description: rest.alert }] : [];
  const told = "rek" in rest ? { data, rek: rest.rek, hmac: rest.hmac } : data ?? rest;
  return { ok: status === "1", data: told, errors: status === "1" ? [] : readErrors(error), info: alert };
}

const codes = v.object({ errorCodes: v.pipe(v.union([v.string(), v.number()]), v.transform(String)) });

/** base64 of {"errorCodes":"238,301,"}: codes only, with a stray comma; plain JSON and plain text are read as well. */
export function readErrors(error: unknown): PortalError[] {
  const text = typeof error === "string" ? error : JSON.stringify(error ?? "");
  const read = [tryExact(text), tryExact(Buffer.from(text, "base64").toString("utf8"))]
    .map((value) => v.safeParse(codes, value)).find(({ success }) => success);
  const listed = read?.success ? read.output.errorCodes : /^[\d,\s]+$/.test(text) ? text : "";
  const found = listed.split(",").map((code) => code.trim()).filter((code) => code !== "");
  if (found.length === 0) return [{ code: "", message: text.slice(0, 300) }];
  return found.map((code) => ({ code, message: messageOf(code) }));
}

const sealed = v.object({ data: v.string(), rek: v.string(), hmac: v.string() });

/**
 * What a GET answers: the data under a key of its own (REK), that key under the session key, and an HMAC over the base64
 * of the text. Throws where the seal does not fit: such an answer is none.
 */
export function openSealed(data: unknown, sessionKey: Uint8Array): string {
  const { data: body, rek, hmac } = v.parse(sealed, data);
  const key = unwrapSessionKey(rek, sessionKey);
  const text = openPayload(body, key);
  const expected = createHmac("sha256", key).update(Buffer.from(text, "utf8").toString("base64")).digest();
  const given = Buffer.from(hmac, "base64");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error("the seal does not fit");
  return text;
}

/** What a POST answers, under the session key. */
export function openPlain(data: unknown, sessionKey: Uint8Array): string {
  return openPayload(asText(data), sessionKey);
}
