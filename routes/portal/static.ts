import { Hono } from "hono";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Env } from "../deps.ts";
import { page } from "./page.ts";

const types = {
  "pages.css": "text/css; charset=utf-8",
  "pages.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml; charset=utf-8",
  "devanagari.woff2": "font/woff2",
};
type Name = keyof typeof types;

const files = Object.fromEntries(
  Object.entries(types).map(([name, type]) => {
    const folder = type.startsWith("font/") ? "static/fonts" : "static";
    const bytes = new Uint8Array(readFileSync(new URL(`./${folder}/${name}`, import.meta.url)));
    return [name, { type, bytes, version: createHash("sha256").update(bytes).digest("hex").slice(0, 10) }];
  }),
) as Record<Name, { type: string; bytes: Uint8Array<ArrayBuffer>; version: string }>;

/** The address of a file of the pages; another one when the file changes, so that browsers may keep what they have. */
export function staticPath(name: Name): string {
  return `/pages/${name}?v=${files[name].version}`;
}

export function staticFiles(): Hono<Env> {
  return new Hono<Env>().get(
    "/pages/:file",
    page({ summary: "Style, script, font and icon of the pages", scope: "public" }),
    (c) => {
      const name = c.req.param("file");
      if (!Object.hasOwn(files, name)) return c.notFound();
      const { bytes, type, version } = files[name as Name];
      // The style names the font without its version: it stays as it is for a day.
      const kept = c.req.query("v") === version
        ? "public, max-age=31536000, immutable"
        : type.startsWith("font/")
        ? "public, max-age=86400"
        : "no-cache";
      return c.body(bytes, 200, { "content-type": type, "cache-control": kept });
    },
  );
}
