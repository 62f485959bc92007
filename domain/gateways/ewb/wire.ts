import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { asText } from "../nic/call.ts";
import { openPayload, unwrapSessionKey } from "../nic/crypto.ts";
import { tryExact } from "../nic/exact_json.ts";
import type { Envelope } from "../nic/interpret.ts";
import type { PortalError } from "../nic/outcome.ts";
import { messageOf } from "./codes.ts";
import type { EWayBill } from "./mod.ts";

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

/** "25/02/2024 11:10:00 AM", which the portal means in IST, as an RFC 3339 instant; null where it is none. */
export function portalInstant(time: string): string | null {
  const parts = /^(\d{2})\/(\d{2})\/(\d{4}) (\d{1,2}):(\d{2}):(\d{2}) ?([AP])M$/i.exec(time.trim());
  if (!parts) return null;
  const [, day, month, year, hour, minute, second, half] = parts;
  const hours = (Number(hour) % 12) + (half?.toUpperCase() === "P" ? 12 : 0);
  const instant = `${year}-${month}-${day}T${String(hours).padStart(2, "0")}:${minute}:${second}+05:30`;
  return Number.isNaN(Date.parse(instant)) ? null : instant;
}

const text = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const optionalText = v.pipe(v.nullish(text, null), v.transform((value) => value?.trim() ? value.trim() : null));
const number = v.pipe(text, v.regex(/^\d{12}$/));
const time = v.pipe(v.string(), v.transform(portalInstant), v.string());
/** Empty where Part B is not there yet. */
const optionalTime = v.pipe(optionalText, v.transform((value) => value === null ? null : portalInstant(value)));

const signedIn = v.object({ authtoken: v.pipe(v.string(), v.minLength(1)), sek: v.string() });

const generated = v.pipe(
  v.object({ ewayBillNo: number, ewayBillDate: time, validUpto: optionalTime, alert: optionalText }),
  v.transform((sent) => ({
    number: sent.ewayBillNo,
    generatedAt: sent.ewayBillDate,
    validUntil: sent.validUpto,
    alert: sent.alert,
  })),
);

const vehicle = v.pipe(
  v.object({ vehicleNo: optionalText, transMode: optionalText, transDocNo: optionalText, enteredDate: optionalTime }),
  v.transform((sent) => ({
    vehicleNumber: sent.vehicleNo,
    mode: sent.transMode,
    documentNumber: sent.transDocNo,
    enteredAt: sent.enteredDate,
  })),
);

const bill = v.pipe(
  v.object({
    ewbNo: v.optional(number),
    ewayBillNo: v.optional(number),
    ewayBillDate: time,
    validUpto: v.optional(optionalTime, null),
    status: optionalText,
    rejectStatus: optionalText,
    docType: optionalText,
    docNo: optionalText,
    docDate: optionalText,
    fromGstin: optionalText,
    toGstin: optionalText,
    totInvValue: optionalText,
    transporterId: optionalText,
    extendedTimes: optionalText,
    VehiclListDetails: v.optional(v.array(vehicle), []),
  }),
  v.check((sent) => (sent.ewbNo ?? sent.ewayBillNo) !== undefined),
  v.transform((sent): EWayBill => ({
    number: sent.ewbNo ?? sent.ewayBillNo ?? "",
    generatedAt: sent.ewayBillDate,
    validUntil: sent.validUpto,
    isCancelled: sent.status === "CNL",
    isRejected: sent.rejectStatus === "Y",
    documentType: sent.docType,
    documentNumber: sent.docNo,
    documentDate: sent.docDate,
    fromGstin: sent.fromGstin,
    toGstin: sent.toGstin,
    total: sent.totInvValue,
    transporterId: sent.transporterId,
    extendedTimes: Number(sent.extendedTimes ?? 0),
    vehicles: sent.VehiclListDetails,
  })),
);

const oneOrFirst = v.union([bill, v.pipe(v.tuple([bill]), v.transform(([first]) => first))]);
const at = <K extends string>(key: K) =>
  v.pipe(
    v.looseObject({ [key]: time }),
    v.transform((sent) => ({ at: String((sent as Record<string, unknown>)[key]) })),
  );
const validity = (key: "vehUpdDate" | "updatedDate") =>
  v.pipe(
    v.looseObject({ [key]: time, validUpto: optionalTime }),
    v.transform((sent) => {
      const { validUpto } = sent as { validUpto: string | null };
      return { at: String((sent as Record<string, unknown>)[key]), validUntil: validUpto };
    }),
  );

/** The decrypted bodies, by what they answer. */
export const shapes = {
  signedIn,
  generated,
  bill: oneOrFirst,
  vehicleUpdated: validity("vehUpdDate"),
  extended: validity("updatedDate"),
  cancelled: at("cancelDate"),
  rejected: at("ewbRejectedDate"),
  transporterUpdated: at("transUpdateDate"),
};
