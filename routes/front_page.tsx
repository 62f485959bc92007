import { Hono } from "hono";
import type { Env } from "./deps.ts";
import { endpoint } from "./middleware/endpoint.ts";
import { showGate } from "./portal/layout.tsx";

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
    (c) => showGate(c, { title: "GST invoices" }, <Front isDevelopment={isDevelopment} />),
  );
}

const places = [
  { href: "/ops", label: "Operations", about: "How the portals and the jobs stand, and what to try again" },
  { href: "/docs", label: "The API", about: "Every route, for reading and trying" },
  { href: "/openapi.json", label: "OpenAPI", about: "The same, for programs" },
  { href: "/health/ready", label: "Health", about: "Is everything running?" },
];

function Front({ isDevelopment }: { isDevelopment: boolean }) {
  return (
    <>
      <h1>GST invoices, their books and their registration with the government</h1>
      <p class="quiet">
        A <i>pakka bill</i> is the real, tax-paid invoice.
      </p>
      <ul class="places">
        {places.map(({ href, label, about }) => (
          <li>
            <a href={href}>{label}</a>
            <span class="small quiet">{about}</span>
          </li>
        ))}
      </ul>
      {isDevelopment && (
        <p class="note small">
          A development run: sign in as <code>owner@demo.test</code>, password{" "}
          <code>pakka-demo</code>, on the pages or with <code>POST /api/auth/login</code>, whose access token is sent as
          {" "}
          <code>Authorization: Bearer …</code>.
        </p>
      )}
    </>
  );
}
