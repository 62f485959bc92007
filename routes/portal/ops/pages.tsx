import { Hono } from "hono";
import type { Env } from "../../deps.ts";
import { showRefusal } from "../error_page.tsx";
import { showPage } from "../layout.tsx";
import { page } from "../page.ts";
import { operations } from "../sections.ts";

/** Operations: what failed, what waits, what is about to miss its day, and the way to have it done again. */
export function opsPages(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/ops",
      page({ summary: "Overview", scope: "ops:read" }),
      (c) => showPage(c, { title: "Overview", section: operations, reload: 15 }, <h1>Overview</h1>),
    )
    .get(
      "/ops/*",
      page({ summary: "What is not there", scope: "ops:read" }),
      (c) => showRefusal(c, 404, "there is no such page", "route_not_found"),
    );
}
