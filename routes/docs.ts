import { Hono } from "hono";
import { generateSpecs } from "hono-openapi";
import { html } from "hono/html";
import { readFile } from "node:fs/promises";
import type { Env } from "./deps.ts";
import { docsPage } from "./docs_page.tsx";
import { endpoint } from "./middleware/endpoint.ts";

const tag = "documentation";

/** Swagger UI sets styles on its elements and draws its icons from data addresses; nothing comes from another host. */
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const start = `SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null,
  tryItOutEnabled: true, persistAuthorization: false });\n`;

const files: Record<string, { type: string; read: () => Promise<Uint8Array<ArrayBuffer> | string> }> = {
  "swagger-ui.css": { type: "text/css", read: () => fromSwagger("swagger-ui.css") },
  "swagger-ui-bundle.js": { type: "text/javascript", read: () => fromSwagger("swagger-ui-bundle.js") },
  "start.js": { type: "text/javascript", read: () => Promise.resolve(start) },
};

/** /openapi.json, generated from the mounted routes, and Swagger UI over it. */
export function docs(app: Hono<Env>): Hono<Env> {
  let description: Promise<string> | undefined;
  return new Hono<Env>()
    .get(
      "/openapi.json",
      endpoint({
        summary: "This description of the API (OpenAPI 3.1)",
        tag,
        scope: "public",
        answers: { status: 200, description: "The description", media: "application/json" },
      }),
      async (c) => c.body(await (description ??= describeApi(app)), 200, { "content-type": "application/json" }),
    )
    .get(
      "/docs",
      endpoint({
        summary: "The API, for reading and trying",
        tag,
        scope: "public",
        answers: { status: 200, description: "A page", media: "text/html" },
      }),
      (c) => c.html(html`<!doctype html>${docsPage()}`, 200, { "content-security-policy": contentSecurityPolicy }),
    )
    .get(
      "/docs/:file",
      endpoint({
        summary: "A file of that page",
        tag,
        scope: "public",
        answers: { status: 200, description: "The file", media: "text/javascript" },
        refuses: { 404: ["route_not_found"] },
      }),
      async (c) => {
        const name = c.req.param("file");
        const file = Object.hasOwn(files, name) ? files[name] : undefined;
        if (!file) return c.notFound();
        return c.body(await file.read(), 200, { "content-type": file.type, "cache-control": "public, max-age=3600" });
      },
    );
}

/** The OpenAPI 3.1 document of everything mounted on `app`, as JSON text. */
export async function describeApi(app: Hono<Env>): Promise<string> {
  const document = await generateSpecs(app, {
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
    documentation: {
      info: {
        title: "Pakka",
        version: "1",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
        description: "GST invoicing: vouchers, books, e-invoices. Refusals are application/problem+json with a code.",
      },
      servers: [{ url: "/" }],
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", description: "an access token of /api/auth/login, or an API key" },
        },
      },
    },
  });
  return JSON.stringify(document);
}

async function fromSwagger(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(name, import.meta.resolve("swagger-ui-dist/package.json"))));
}
