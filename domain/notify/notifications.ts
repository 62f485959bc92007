import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { mustFind } from "../shared/not_found.ts";
import { keysAfter, pageJson } from "../shared/page.ts";
import type { NotificationsAsked } from "./schema.ts";

/** What needs a person, last seen first, as JSON text. Refuses: cursor_not_valid. */
export async function listNotifications(ctx: Context, asked: NotificationsAsked): Promise<string> {
  const after = keysAfter(asked.cursor, ["instant", "uuid"]);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ at: string; id: string; json: string }[]>`
      select last_seen_at::text as at, id, ops.notification_json(id)::text as json
      from ops.notifications
      where tenant_id = ${tenantId}
        ${asked.open === "true" ? sql`and resolved_at is null` : sql``}
        ${asked.severity === undefined ? sql`` : sql`and severity = ${asked.severity}`}
        ${
      after
        ? sql`and (last_seen_at, id) < (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""}::text::uuid)`
        : sql``
    }
      order by last_seen_at desc, id desc limit ${asked.limit + 1}`);
  return pageJson(rows.map(({ at, id, json }) => ({ keys: [at, id], json })), asked.limit);
}

/** A person says that it is settled; again is as good as once. If it happens again, it is raised anew. Refuses: not_found. */
export async function resolveNotification(ctx: Context, id: string): Promise<string> {
  return await mustFind(
    ctx,
    "ops.notifications",
    id,
    ({ sql }) => callJson(sql, "ops.settle_notification", { p_id: id }),
  );
}
