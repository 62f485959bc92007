import { Hono } from "hono";
import type { Env } from "../../deps.ts";
import { showRefusal } from "../error_page.tsx";
import { page } from "../page.ts";
import { call } from "./call.tsx";
import { calls } from "./calls.tsx";
import { einvoice } from "./einvoice.tsx";
import { einvoices } from "./einvoices.tsx";
import { ewayBills } from "./eway_bills.tsx";
import { jobs } from "./jobs.tsx";
import { notificationPages } from "./notifications.tsx";
import { overview } from "./overview.tsx";
import { portalsPage } from "./portals.tsx";
import { webhookPages } from "./webhooks.tsx";

const parts = [
  overview,
  calls,
  call,
  einvoices,
  einvoice,
  ewayBills,
  jobs,
  notificationPages,
  webhookPages,
  portalsPage,
];

/** Operations: what failed, what waits, what is about to miss its day, and the way to have it done again. */
export function opsPages(): Hono<Env> {
  const pages = new Hono<Env>();
  for (const part of parts) pages.route("/", part());
  return pages.get(
    "/ops/*",
    page({ summary: "What is not there", scope: "ops:read" }),
    (c) => showRefusal(c, 404, "there is no such page", "route_not_found"),
  );
}
