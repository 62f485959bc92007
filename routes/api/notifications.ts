import { Hono } from "hono";
import {
  listNotifications,
  notificationSchema,
  notificationsQuery,
  resolveNotification,
} from "../../domain/notify/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "operations";

/** What needs a person. */
export function notifications(): Hono<Env> {
  return new Hono<Env>()
    .get(
      "/api/ops/notifications",
      endpoint({
        summary: "What needs a person",
        description: "While one is open, the same again only counts. Its owners are mailed critical ones and warnings.",
        tag,
        scope: "ops:read",
        query: notificationsQuery,
        answers: { status: 200, description: "A page, last seen first", schema: notificationSchema, list: true },
      }),
      async (c) => answerJson(c, await listNotifications(contextOf(c), c.req.valid("query"))),
    )
    .post(
      "/api/ops/notifications/:id/resolve",
      endpoint({
        summary: "Says that it is settled",
        description: "If it happens again, it is raised anew.",
        tag,
        scope: "ops:write",
        answers: { status: 200, description: "The notification", schema: notificationSchema },
        refuses: { 404: ["not_found"] },
      }),
      async (c) => answerJson(c, await resolveNotification(contextOf(c), c.req.param("id"))),
    );
}
