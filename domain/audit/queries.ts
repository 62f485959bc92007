import { callJson } from "../../db/call.ts";
import type { TransactionSql } from "../../db/pool.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter, type PageAsked, pageJson } from "../shared/page.ts";
import type { AuditAsked, KnownHead } from "./schema.ts";

/** The trail, newest first, as JSON text. Days are whole days in India. Refuses: cursor_not_valid. */
export async function listAuditEvents(ctx: Context, asked: AuditAsked & PageAsked): Promise<string> {
  const after = placeAfter(asked.cursor);
  const rows = await withTenant(ctx, ({ sql, tenantId }) =>
    sql<{ at: string; id: string; json: string }[]>`
      select occurred_at::text as at, id, event::text as json
      from audit.event_list
      where tenant_id = ${tenantId}
        ${asked.from === undefined ? sql`` : sql`and occurred_at >= ${start(sql, asked.from)}`}
        ${
      asked.to === undefined
        ? sql``
        : isDay(asked.to)
        ? sql`and occurred_at < ${start(sql, asked.to)} + interval '1 day'`
        : sql`and occurred_at <= ${asked.to}::text::timestamptz`
    }
        ${asked.userId === undefined ? sql`` : sql`and actor_id = ${asked.userId}`}
        ${asked.voucherType === undefined ? sql`` : sql`and voucher_type = ${asked.voucherType}`}
        ${asked.entityId === undefined ? sql`` : sql`and entity_id = ${asked.entityId}`}
        ${
      after ? sql`and (occurred_at, id) < (${after[0] ?? ""}::text::timestamptz, ${after[1] ?? ""}::text::uuid)` : sql``
    }
      order by occurred_at desc, id desc limit ${asked.limit + 1}`);
  return pageJson(rows.map(({ at, id, json }) => ({ keys: [at, id], json })), asked.limit);
}

/** Recomputes the chain of seals: `{valid, checked, head, sealNo, sealed, unsealed, problems}` as JSON text. */
export async function verifyAudit(ctx: Context, known: KnownHead): Promise<string> {
  const head = known.head === undefined ? undefined : { sealNo: known.sealNo ?? null, hash: known.head };
  const answer = await withTenant(ctx, ({ sql }) => callJson(sql, "audit.verify", { p_known: head }));
  return answer ?? "null";
}

/** The moment and the id after which a page begins; a cursor that says anything else is none of ours. */
function placeAfter(cursor: string | undefined): string[] | null {
  const keys = keysAfter(cursor, 2);
  const isPlace = keys === null || (instant.test(keys[0] ?? "") && uuid.test(keys[1] ?? ""));
  return isPlace ? keys : keysAfter("none", 2);
}

const instant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d)?$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isDay = (text: string): boolean => text.length === 10;

function start(sql: TransactionSql, from: string) {
  return isDay(from) ? sql`(${from}::text::timestamp at time zone 'Asia/Kolkata')` : sql`${from}::text::timestamptz`;
}
