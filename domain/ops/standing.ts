import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import type { DeadlinesQuery } from "./schema.ts";

/** Something that is about to miss a deadline, or missed it within a week; a registration at any time. */
export interface Deadline {
  readonly kind: DeadlineKind;
  readonly entityId: string;
  readonly voucherId: string;
  /** Of the voucher. */
  readonly number: string | null;
  /** The IRN, or the e-way bill's number. */
  readonly numberThere: string | null;
  readonly status: string;
  readonly dueAt: string;
  readonly overdue: boolean;
  /** What the deadline is and what to do, in words. */
  readonly advice: string;
}

const advice = {
  e_invoice_reporting: "after this the portal takes the document no more (30-day rule): have it registered",
  irn_cancel_window: "after this the portal cancels the IRN no more: a credit note is the way then",
  e_invoice_unknown: "after this the portal forgets whether it has the document: look it up there and adopt it by hand",
  e_way_cancel_window: "after this the portal cancels the e-way bill no more",
  e_way_bill_unknown: "after this the portal may forget whether it has the bill: look it up there",
  e_way_change_unsettled: "the portal has not said whether the change was made: look at the bill there",
  e_way_part_a: "without a vehicle by then Part A lapses: enter the vehicle",
  e_way_bill_expiring: "goods may not move on an expired bill: they arrive by then, or it is extended",
  e_way_extension_window: "after this the bill cannot be extended any more: extend it now, or let it expire",
} as const;
export type DeadlineKind = keyof typeof advice;

/** What to do once it is too late, where that is another thing. */
const missed: Partial<Record<DeadlineKind, string>> = {
  e_invoice_reporting: "missed: the portal takes the document no more (30-day rule, 2305); cancel this voucher and " +
    "issue it under a new number and a date of today",
};

/** What is about to miss a deadline, the nearest first. */
export async function listDeadlines(ctx: Context, { withinHours }: DeadlinesQuery): Promise<Deadline[]> {
  const rows = await withTenant(ctx, ({ sql }) =>
    sql<Omit<Deadline, "advice">[]>`
      select kind, entity_id as "entityId", voucher_id as "voucherId", number, number_there as "numberThere", status,
             to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "dueAt", overdue
      from ops.deadlines(make_interval(hours => ${withinHours})) limit 1000`);
  return rows.map((row) => ({ ...row, advice: (row.overdue && missed[row.kind]) || advice[row.kind] }));
}

/** A provider of a portal: whether it is called at present. */
export interface Breaker {
  readonly portal: string;
  readonly environment: string;
  readonly provider: string;
  readonly state: "closed" | "open" | "half_open";
  readonly failures: number;
  readonly openedAt: string | null;
  readonly retryAt: string | null;
  readonly lastError: string | null;
}

/** The installation's providers of portals that have failed at some time; one that never did is not listed. */
export async function listBreakers(ctx: Context): Promise<Breaker[]> {
  const [row] = await withTenant(ctx, ({ sql }) =>
    sql<{ list: Breaker[] }[]>`
      select coalesce(json_agg(json_build_object('portal', b.portal, 'environment', b.environment, 'provider', b.provider,
        'state', b.state, 'failures', b.failures, 'openedAt', b.opened_at, 'retryAt', b.retry_at, 'lastError', b.last_error)
        order by b.portal, b.environment, b.provider), '[]') as list
      from ops.breakers as b`);
  return row?.list ?? [];
}

interface Open {
  readonly pending: number;
  readonly unknown: number;
  readonly failed: number;
  readonly cancelling: number;
  readonly oldestPendingSince: string | null;
}

export interface Summary {
  readonly failedCallsToday: number;
  readonly eInvoices: Open;
  readonly eWayBills: Open;
  readonly deadLetters: number;
  readonly failedRunsToday: number;
  readonly openNotifications: number;
  readonly deadlines: { readonly overdue: number; readonly withinADay: number };
  readonly breakersOpen: number;
}

/** How the company's portals and jobs stand, in figures. */
export async function readSummary(ctx: Context): Promise<Summary> {
  const json = await withTenant(ctx, ({ sql }) => callJson(sql, "ops.summary", {}));
  const breakers = await listBreakers(ctx);
  return { ...JSON.parse(json ?? "{}"), breakersOpen: breakers.filter(({ state }) => state !== "closed").length };
}
