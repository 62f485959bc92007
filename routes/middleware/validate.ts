import type { Context } from "hono";
import type { z } from "zod";
import { defineRefusals, Refusal } from "../../domain/shared/refusals.ts";
import { pointerOf, readWith } from "../../domain/shared/zod_details.ts";
import type { Env } from "../deps.ts";

const refuse = defineRefusals({
  content_type_not_json: { status: 415, message: "the body must be application/json in UTF-8" },
  body_not_utf8: { status: 400, message: "the body is not UTF-8" },
  body_not_json: { status: 400, message: "the body is not JSON" },
  content_type_not_form: { status: 415, message: "the body must be application/x-www-form-urlencoded" },
});

/** Reads the body through a strict schema. Refuses: content_type_not_json, body_not_utf8, body_not_json, invalid_request. */
export async function readBody<S extends z.ZodType>(c: Context<Env>, schema: S): Promise<z.output<S>> {
  return readWith(schema, await readJson(c));
}

/** The same where nothing need be sent: that is read as `{}`, whatever its media type. */
export async function readOptionalBody<S extends z.ZodType>(c: Context<Env>, schema: S): Promise<z.output<S>> {
  const isSent = (await c.req.arrayBuffer()).byteLength > 0;
  return isSent ? await readBody(c, schema) : readWith(schema, {});
}

/**
 * Reads the query through a strict schema; a parameter given twice is refused like an unknown one. The form of a page sends
 * its empty fields too: `withoutBlanks` takes them as not given.
 */
export function readQuery<S extends z.ZodType>(c: Context<Env>, schema: S, withoutBlanks = false): z.output<S> {
  const given = Object.entries(c.req.queries())
    .map(([name, values]) => [name, values.length === 1 ? values[0] : values])
    .filter(([, value]) => !withoutBlanks || value !== "");
  const query = Object.fromEntries(given);
  refuseUnstorable(query);
  return readWith(schema, query);
}

/** The body as JSON, before any schema: for batches that are judged an entry at a time. */
export async function readJson(c: Context<Env>): Promise<unknown> {
  if (!isJson(c.req.header("content-type"))) throw refuse("content_type_not_json");
  const text = decode(await c.req.arrayBuffer());
  const body = parse(text);
  if (mayBeUnstorable.test(text)) refuseUnstorable(body);
  return body;
}

/** What a form of a page sends, by field. Refuses: content_type_not_form, body_not_utf8, text_not_storable. */
export async function readForm(c: Context<Env>): Promise<Record<string, string>> {
  if (!/^application\/x-www-form-urlencoded(;|$)/i.test(c.req.header("content-type") ?? "")) {
    throw refuse("content_type_not_form");
  }
  const fields = Object.fromEntries(new URLSearchParams(decode(await c.req.arrayBuffer())));
  refuseUnstorable(fields);
  return fields;
}

function isJson(contentType: string | undefined): boolean {
  const [media = "", ...parameters] = (contentType ?? "").toLowerCase().split(";").map((part) => part.trim());
  return media === "application/json" && parameters.every((part) => /^(charset="?utf-8"?)?$/.test(part));
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: ArrayBuffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw refuse("body_not_utf8");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse("body_not_json");
  }
}

/** JSON can spell a zero character and half a surrogate pair; no database text can hold them. */
const mayBeUnstorable = /\\u(?:0000|[dD][89a-fA-F])/;

function refuseUnstorable(value: unknown, path: string[] = []): void {
  if (typeof value === "string" && (!value.isWellFormed() || value.includes("\0"))) throw unstorable(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    refuseUnstorable(key, [...path, key]);
    refuseUnstorable(inner, [...path, key]);
  }
}

function unstorable(path: string[]): Refusal {
  const message = "text with a zero character or half a surrogate pair cannot be stored";
  const detail = { pointer: pointerOf(path), code: "text_not_storable", message };
  return new Refusal("text_not_storable", 400, message, [detail]);
}
