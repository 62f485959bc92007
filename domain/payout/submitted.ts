import { callJson } from "../../db/call.ts";
import { withTenant } from "../../db/tenant.ts";
import type { Context } from "../shared/context.ts";
import { keysAfter, pageMembers } from "../shared/page.ts";
import { invoiceStatuses, type SubmittedQuery } from "./bank_schema.ts";

/** Signed invoices by month and number, with the sums over all that match. JSON text as the payout rules print it. */
export async function listSubmitted(ctx: Context, query: SubmittedQuery): Promise<string> {
  const { month = null, unpaid = null, limit } = query;
  const status = query.status ?? (unpaid === null ? "submitted" : null);
  const statuses = invoiceStatuses.filter((one) =>
    (status === null || one === status) && (unpaid === null || unpaid === (one !== "paid"))
  );
  const q = query.q ? `%${query.q.trim().replace(/[\\%_]/g, "\\$&")}%` : null;
  const after = keysAfter(query.cursor, ["text", "count"]);
  return await withTenant(ctx, async ({ sql }) => {
    const asked = { p_statuses: statuses as string[], p_month: month, p_q: q };
    const summary = await callJson(sql, "payout.submitted_sums", asked);
    const rows = await sql<{ month: string; no: string; json: string }[]>`
      select month, public_no as no, document::text as json
      from payout.submitted_page(${limit + 1}, ${statuses as string[]}::text[], ${month}, ${q}, ${
      after?.[0] ?? null
    }, ${after?.[1] ?? null})`;
    const filters = JSON.stringify({ month, status, unpaid, ...(query.q && { q: query.q }) });
    const page = pageMembers(rows.map(({ month, no, json }) => ({ keys: [month, no], json })), limit);
    return `{"filters":${filters},"summary":${summary},"invoices":${page}}`;
  });
}
