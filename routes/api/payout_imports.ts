import { Hono } from "hono";
import {
  importPayouts,
  importsQuery,
  listImports,
  listPayouts,
  payoutImportQuery,
  payoutsExample,
  payoutsQuery,
} from "../../domain/payout/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";
import { uploadOf } from "../middleware/upload.ts";

const tag = "partner payouts";

/** Payouts as the payout system calculated them. */
export function payoutImports(): Hono<Env> {
  return new Hono<Env>()
    .post(
      "/api/admin/payouts/import",
      endpoint({
        summary: "Takes a CSV of payouts, up to 100,000 rows",
        description:
          "Columns: destination_id, month, category, reason_for_payment, effective_payout_base; and financial_year, reference. 201 when rows were stored; 200 for a preview, and for the same bytes again (`duplicate`).",
        tag,
        scope: "payouts:write",
        upload: "file",
        example: payoutsExample,
        query: payoutImportQuery,
        answers: { status: 201, description: "The import: its rows, sums a month, refusals and warnings" },
        refuses: {
          400: ["payout_import_refused", "csv_column_missing", "csv_column_twice", "csv_not_utf8", "csv_no_rows"],
        },
      }),
      async (c) => {
        const { json, isNew } = await importPayouts(contextOf(c), uploadOf(c), c.req.valid("query"));
        return answerJson(c, json, isNew ? 201 : 200);
      },
    )
    .get(
      "/api/admin/payouts/imports",
      endpoint({
        summary: "Files of payouts that were taken, newest first",
        tag,
        scope: "payouts:read",
        query: importsQuery,
        answers: { status: 200, description: "A page of imports", list: true },
      }),
      async (c) => answerJson(c, await listImports(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/payouts",
      endpoint({
        summary: "Payouts, in the order they were taken",
        tag,
        scope: "payouts:read",
        query: payoutsQuery,
        answers: { status: 200, description: "A page of payouts", list: true },
      }),
      async (c) => answerJson(c, await listPayouts(contextOf(c), c.req.valid("query"))),
    );
}
