import { Hono } from "hono";
import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { Env } from "./deps.ts";
import { endpoint } from "./middleware/endpoint.ts";

const style = "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:4rem auto;padding:0 1rem;color:#1d2730}" +
  "code{background:#eef1f4;padding:.1em .3em;border-radius:3px}a{color:#0b57d0}";
const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${
  createHash("sha256").update(style).digest("base64")
}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** `/`: what this is and where to go on. */
export function frontPage(isDevelopment: boolean): Hono<Env> {
  return new Hono<Env>().get(
    "/",
    endpoint({
      summary: "The front page",
      tag: "documentation",
      scope: "public",
      answers: { status: 200, description: "A page", media: "text/html" },
    }),
    (c) =>
      c.html(html`<!doctype html>${page(isDevelopment)}`, 200, { "content-security-policy": contentSecurityPolicy }),
  );
}

function page(isDevelopment: boolean) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Pakka</title>
        <link rel="icon" href="data:," />
        <style>{raw(style)}</style>
      </head>
      <body>
        <h1>Pakka</h1>
        <p>
          GST invoices, their books and their registration with the government, over HTTP. A <i>pakka bill</i>{" "}
          is the real, tax-paid invoice.
        </p>
        <ul>
          <li>
            <a href="/ops">Operations: how the portals and the jobs stand</a>
          </li>
          <li>
            <a href="/docs">The API, for reading and trying</a>
          </li>
          <li>
            <a href="/openapi.json">Its OpenAPI description</a>
          </li>
          <li>
            <a href="/health/ready">Is everything running?</a>
          </li>
        </ul>
        {isDevelopment && (
          <p>
            This is a development run: sign in as <code>owner@demo.test</code>, password{" "}
            <code>pakka-demo</code>, on the pages or with{" "}
            <code>POST /api/auth/login</code>, whose access token is sent as <code>Authorization: Bearer …</code>.
          </p>
        )}
      </body>
    </html>
  );
}
