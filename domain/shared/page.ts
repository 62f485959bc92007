import { Buffer } from "node:buffer";
import { z } from "zod";
import { Refusal } from "./refusals.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: "rows a page, at most 200" }),
  cursor: z.string().max(1000).optional().meta({ description: "nextCursor of the page before" }),
};

export interface PageAsked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A row's place in the order of its list, last key last, and its document as JSON text. */
export interface Placed {
  readonly keys: readonly string[];
  readonly json: string;
}

/** The keys after which a page begins (`count` of them, the last a row's id); null for the first page. Refuses: cursor_not_valid. */
export function keysAfter(cursor: string | undefined, count: number): string[] | null {
  if (cursor === undefined) return null;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const isPlace = Array.isArray(keys) && keys.length === count && keys.every(isStorable) &&
      uuid.test(keys.at(-1) ?? "");
    if (isPlace) return keys;
  } catch {
    // Whatever it is, it is no cursor of ours.
  }
  const message = "this cursor is none of this list's; begin again without it";
  const detail = { pointer: "/cursor", code: "cursor_not_valid", message };
  throw new Refusal("cursor_not_valid", 400, message, [detail]);
}

/** Writes a page from at most `limit + 1` rows: `{"data":[…],"nextCursor":…}`. The documents go in as they are. */
export function pageJson(rows: readonly Placed[], limit: number): string {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const next = last ? JSON.stringify(Buffer.from(JSON.stringify(last.keys)).toString("base64url")) : "null";
  return `{"data":[${page.map((row) => row.json).join(",")}],"nextCursor":${next}}`;
}

function isStorable(key: unknown): key is string {
  return typeof key === "string" && key.isWellFormed() && !key.includes("\0");
}
