import type { Context } from "hono";
import { createHash } from "node:crypto";
import type { Answered } from "../domain/shared/once.ts";
import type { Env } from "./deps.ts";

const json = { "content-type": "application/json" };

/** A JSON text, as the database wrote it. */
export function answerJson(c: Context<Env>, text: string, status: 200 | 201 | 202 = 200): Response {
  return c.body(text, status, json);
}

/** A single thing, with an ETag over its text; 304 where the sender has it already. */
export function answerOne(c: Context<Env>, text: string): Response {
  const { headers, isKnown } = tagged(c, text);
  return isKnown ? c.body(null, 304, headers) : c.body(text, 200, { ...json, ...headers });
}

/** A printed document, shown where it is opened and saved under this name, with an ETag over its bytes. */
export function answerPdf(c: Context<Env>, paper: { fileName: string; bytes: Uint8Array }): Response {
  const { headers, isKnown } = tagged(c, paper.bytes);
  if (isKnown) return c.body(null, 304, headers);
  return c.body(paper.bytes as Uint8Array<ArrayBuffer>, 200, {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="${paper.fileName}"`,
    ...headers,
  });
}

function tagged(c: Context<Env>, body: string | Uint8Array) {
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const known = c.req.header("if-none-match")?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  const headers = { etag, "cache-control": "private, no-cache" };
  return { headers, isKnown: known?.includes(etag) || known?.includes("*") };
}

/** What was created, now or the first time this Idempotency-Key was sent. */
export function answerCreated(
  c: Context<Env>,
  { json: text, replayed }: Answered,
  status: 200 | 201 | 202 = 201,
): Response {
  return c.body(text, status, replayed ? { ...json, "Idempotency-Replayed": "true" } : json);
}
