import { Buffer } from "node:buffer";
import type { Fault } from "./faults.ts";

type Json = Record<string, unknown>;

/** What was sealed, changed as no document of the portal foresees: a new field, numbers as text, a new word. */
export function spoilPlain(plain: string, fault: Fault | null): string {
  switch (fault?.kind) {
    case "unknown_field":
      return edited(plain, (body) => ({ NewInThisVersion: { since: "2027-01-01", list: [1, null] }, ...body }));
    case "number_as_text":
      return edited(plain, (body) => Object.fromEntries(Object.entries(body).map(swapped)));
    case "new_enum":
      return edited(plain, (body) => "Status" in body ? { ...body, Status: "PRV" } : { ...body, status: "PRV" });
    case "schema_version":
      return edited(plain, (body) => ({ version: "2.0", body }));
    default:
      return plain;
  }
}

/** Numbers as text, and long digits given as text as numbers. */
function swapped([key, value]: [string, unknown]): [string, unknown] {
  if (typeof value === "number") return [key, String(value)];
  const isNumber = typeof value === "string" && /^[1-9]\d{5,14}$/.test(value);
  return [key, isNumber ? Number(value) : value];
}

function edited(plain: string, change: (body: Json) => unknown): string {
  const body: unknown = JSON.parse(plain);
  return JSON.stringify(
    typeof body === "object" && body !== null && !Array.isArray(body) ? change(body as Json) : body,
  );
}

/** The envelope of the invoice portal, changed the same way. */
export function spoilIrpEnvelope(envelope: Json, fault: Fault | null): Json {
  const { Status, Data, ErrorDetails, InfoDtls } = envelope;
  switch (fault?.kind) {
    case "unknown_field":
      return { ...envelope, TraceId: "0f1e2d3c", Warnings: [] };
    case "number_as_text":
      return { ...envelope, Status: String(Status) };
    case "new_enum":
      return { ...envelope, InfoDtls: [{ InfCd: "NEWINFO", Desc: { any: "thing" } }, ...asList(InfoDtls)] };
    case "schema_version":
      return { version: "2.0", result: { status: Status, data: Data, errors: ErrorDetails } };
    case "status_without_data":
      return { ...envelope, Status: 1, Data: null, ErrorDetails: null };
    case "errors_as_text":
      return { ...envelope, ErrorDetails: ErrorDetails && JSON.stringify(ErrorDetails) };
    case "errors_as_base64":
      return { ...envelope, ErrorDetails: ErrorDetails && base64(JSON.stringify(ErrorDetails)) };
    case "info_as_text":
      return { ...envelope, InfoDtls: InfoDtls ? JSON.stringify(InfoDtls) : "" };
    case "info_noise":
      return { ...envelope, InfoDtls: [{ InfCd: "ADDNLNFO", Desc: "Have a nice day" }, ...asList(InfoDtls)] };
    default:
      return envelope;
  }
}

/** The envelope of the e-way bill portal. */
export function spoilEwbEnvelope(envelope: Json, fault: Fault | null): Json {
  const { status, data, error } = envelope;
  const text = typeof error === "string" ? Buffer.from(error, "base64").toString() : undefined;
  switch (fault?.kind) {
    case "unknown_field":
      return { ...envelope, traceId: "0f1e2d3c", info: "" };
    case "number_as_text":
      return { ...envelope, status: Number(status) };
    case "schema_version":
      return { version: "2.0", result: { state: status, payload: data } };
    case "status_without_data":
      return { status: "1" };
    case "errors_as_text":
      return { ...envelope, error: text ?? error };
    case "codes_without_comma":
      return text === undefined ? envelope : { ...envelope, error: base64(text.replace(/,"}$/, '"}')) };
    default:
      return envelope;
  }
}

const asList = (value: unknown): unknown[] => Array.isArray(value) ? value : [];
const base64 = (text: string) => Buffer.from(text).toString("base64");
