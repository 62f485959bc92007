import { Hono } from "hono";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Env } from "../deps.ts";
import { page } from "./page.ts";

const types = { "pages.css": "text/css", "pages.js": "text/javascript", "icon.svg": "image/svg+xml" };
type Name = keyof typeof types;

const files = Object.fromEntries(
  Object.entries(types).map(([name, type]) => {
    const text = readFileSync(new URL(`./static/${name}`, import.meta.url), "utf8");
    return [name, { type, text, version: createHash("sha256").update(text).digest("hex").slice(0, 10) }];
  }),
) as Record<Name, { type: string; text: string; version: string }>;

/** The address of a file of the pages; another one when the file changes, so that browsers may keep what they have. */
export function staticPath(name: Name): string {
  return `/pages/${name}?v=${files[name].version}`;
}

export function staticFiles(): Hono<Env> {
  return new Hono<Env>().get(
    "/pages/:file",
    page({ summary: "Style, script and icon of the pages", scope: "public" }),
    (c) => {
      const name = c.req.param("file");
      if (!Object.hasOwn(files, name)) return c.notFound();
      const { text, type, version } = files[name as Name];
      const kept = c.req.query("v") === version ? "public, max-age=31536000, immutable" : "no-cache";
      return c.body(text, 200, { "content-type": `${type}; charset=utf-8`, "cache-control": kept });
    },
  );
}
