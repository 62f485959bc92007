import { Hono } from "hono";
import {
  failedCsv,
  listReconciliations,
  readReconciliation,
  reconciliationAnswer,
  reconciliationPdf,
  reconciliationRows,
  reconciliationRowsQuery,
  reconciliationsQuery,
} from "../../domain/payout/mod.ts";
import { answerJson, answerOne, answerPdf } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const own = { tag: "partner payouts", scope: "payouts:read" } as const;
const refuses = { 404: ["reconciliation_unknown"] };

/** What came of settlement files: figures, rows, and what people take away of them. */
export function settlementReports(): Hono<Env> {
  return downloads(reading(new Hono<Env>()));
}

function reading(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/admin/reconciliation",
      endpoint({
        ...own,
        summary: "Settlement files, newest first, with their figures",
        query: reconciliationsQuery,
        answers: { status: 200, description: "A page", schema: reconciliationAnswer, list: true },
      }),
      async (c) => answerJson(c, await listReconciliations(contextOf(c), c.req.valid("query"))),
    )
    .get(
      "/api/admin/reconciliation/:id",
      endpoint({
        ...own,
        summary: "A reconciliation: its figures, its control equations, where its reports are",
        description:
          "`failed` counts failed and returned payments. `control` is as it held when the file was applied, or previewed; `exceptions` is as of now.",
        answers: { status: 200, description: "The reconciliation", schema: reconciliationAnswer },
        refuses,
      }),
      async (c) => answerOne(c, await readReconciliation(contextOf(c), c.req.param("id"))),
    )
    .get(
      "/api/admin/reconciliation/:id/rows",
      endpoint({
        ...own,
        summary: "What each row of a settlement file was taken for, and what to do about it",
        query: reconciliationRowsQuery,
        answers: { status: 200, description: "{reconciliationId, rows, nextCursor}" },
        refuses,
      }),
      async (c) => answerJson(c, await reconciliationRows(contextOf(c), c.req.param("id"), c.req.valid("query"))),
    );
}

function downloads(app: Hono<Env>): Hono<Env> {
  return app
    .get(
      "/api/admin/reconciliation/:id/report.pdf",
      endpoint({
        ...own,
        summary: "The report of a reconciliation on paper",
        answers: { status: 200, description: "PDF", media: "application/pdf" },
        refuses,
      }),
      async (c) => answerPdf(c, await reconciliationPdf(contextOf(c), c.req.param("id"))),
    )
    .get(
      "/api/admin/reconciliation/:id/failed.csv",
      endpoint({
        ...own,
        summary: "Failed and returned payments, for people and their spreadsheets",
        description:
          "UTF-8 with a byte order mark; all text in quotes, an apostrophe before what a spreadsheet would take for a formula; accounts masked. Not for a bank.",
        answers: { status: 200, description: "CSV", media: "text/csv" },
        refuses,
      }),
      async (c) => {
        const { fileName, body } = await failedCsv(contextOf(c), c.req.param("id"));
        return c.body(body, 200, {
          "content-type": "text/csv; charset=utf-8; header=present",
          "content-disposition": `attachment; filename="${fileName}"`,
          "cache-control": "private, no-store",
        });
      },
    );
}
