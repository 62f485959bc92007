import { Buffer } from "node:buffer";
import { z } from "zod";
import { Refusal } from "./refusals.ts";

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

const day = z.iso.date().regex(/^[12]/);
/** As PostgreSQL writes an instant, with a blank before the time and hours only in the zone. */
const instant = z.string()
  .transform((text) => text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00"))
  .pipe(z.iso.datetime({ offset: true }).regex(/^[12]/));

/** What a key of a cursor must look like, so that a forged one is refused here and not by the database. */
const kinds = { text: z.string(), day, instant, uuid: z.guid(), count: z.string().regex(/^\d{1,18}$/) };
export type CursorKind = keyof typeof kinds;

/**
 * The keys after which a page begins, each of its kind (a number: so many texts, the last a uuid); null for the first
 * page. Refuses: cursor_not_valid.
 */
export function keysAfter(cursor: string | undefined, wanted: number | readonly CursorKind[]): string[] | null {
  if (cursor === undefined) return null;
  const each = typeof wanted === "number" ? textsAndUuid(wanted) : wanted;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(keys) && keys.length === each.length && keys.every(isStorable)) {
      if (each.every((kind, i) => kinds[kind].safeParse(keys[i]).success)) return keys;
    }
  } catch {
    // Whatever it is, it is no cursor of ours.
  }
  const message = "this cursor is none of this list's; begin again without it";
  const detail = { pointer: "/cursor", code: "cursor_not_valid", message };
  throw new Refusal("cursor_not_valid", 400, message, [detail]);
}

/** Writes a page from at most `limit + 1` rows: `{"data":[…],"nextCursor":…}`. The documents go in as they are. */
export function pageJson(rows: readonly Placed[], limit: number): string {
  return `{"data":${pageMembers(rows, limit)}}`;
}

/** The rest of such a page, for answers that call their rows by another name: `[…],"nextCursor":…`. */
export function pageMembers(rows: readonly Placed[], limit: number): string {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const next = last ? JSON.stringify(Buffer.from(JSON.stringify(last.keys)).toString("base64url")) : "null";
  return `[${page.map((row) => row.json).join(",")}],"nextCursor":${next}`;
}

function textsAndUuid(count: number): CursorKind[] {
  return [...Array<CursorKind>(count - 1).fill("text"), "uuid"];
}

function isStorable(key: unknown): key is string {
  return typeof key === "string" && key.isWellFormed() && !key.includes("\0");
}
