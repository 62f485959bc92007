import { callJson } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter } from "../shared/page.ts";
import { mustFindHere } from "./crossings.ts";
import { type Page, pageOf } from "./pages.ts";
import { nextOf, reasonOf } from "./reasons.ts";
import type { ApiCall, ApiCallsQuery, OneApiCall } from "./schema.ts";
import { within } from "./span.ts";

/** Calls to portals, newest first: request and answer with secrets masked, why it ended so, and what to do. */
export async function listApiCalls(ctx: Context, asked: ApiCallsQuery): Promise<Page<ApiCall>> {
  const after = keysAfter(asked.cursor, ["instant", "uuid"]);
  const rows = await withTenant(
    ctx,
    ({ sql, tenantId }) =>
      sql<{ at: string; id: string; call: ApiCall; about: ApiCall["about"] }[]>`
      select called_at::text as at, id, call, ops.call_subject(portal, operation, entity_id) as about
      from ops.api_call_list
      where tenant_id = ${tenantId} ${ended(sql, asked.status)}
        ${asked.portal === undefined ? sql`` : sql`and portal = ${asked.portal}`}
        ${asked.operation === undefined ? sql`` : sql`and operation = ${asked.operation}`}
        ${asked.errorCode === undefined ? sql`` : sql`and error_code = ${asked.errorCode}`}
        ${asked.entityId === undefined ? sql`` : sql`and entity_id = ${asked.entityId}`}
        ${within(sql, sql`called_at`, asked)}
        ${after ? sql`and (called_at, id) < (${after[0]!}::text::timestamptz, ${after[1]!}::text::uuid)` : sql``}
      order by called_at desc, id desc limit ${asked.limit + 1}`,
  );
  const now = ctx.clock.now();
  return pageOf(
    rows.map(({ at, id, call, about }) => ({ keys: [at, id], row: told({ ...call, about }, now) })),
    asked.limit,
  );
}

/** One call, whole, with who retried what it was about. */
export async function readApiCall(ctx: Context, id: string): Promise<OneApiCall> {
  const json = await mustFindHere(
    ctx,
    "ops.api_calls",
    id,
    (tx) => callJson(tx.sql, "ops.api_call_json", { p_id: id }),
  );
  return told(JSON.parse(json) as OneApiCall, ctx.clock.now());
}

function told<Call extends ApiCall>(call: Call, now: Date): Call {
  return { ...call, reason: reasonOf(call), next: nextOf(call, call.about, now) };
}

function ended(sql: TransactionSql, status: ApiCallsQuery["status"]) {
  if (status === undefined) return sql``;
  return status === "failed" ? sql`and outcome <> 'done'` : sql`and outcome = ${status}`;
}
