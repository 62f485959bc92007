import type { Context } from "hono";
import { Hono } from "hono";
import {
  type Asked,
  gstr1Return,
  listReports,
  type Report,
  reportAnswer,
  reportListed,
  reportQuery,
  reports as everyReport,
  returnAnswer,
  returnQuery,
  runReport,
} from "../../domain/reports/mod.ts";
import { answerJson } from "../answer.ts";
import type { Env } from "../deps.ts";
import { endpoint } from "../middleware/endpoint.ts";
import { contextOf } from "../middleware/tenant.ts";

const tag = "reports";
const scope = "reports:read";

export function reports(): Hono<Env> {
  const app = new Hono<Env>()
    .get(
      "/api/reports",
      endpoint({
        summary: "Every report, with its parameters and columns",
        tag,
        scope,
        answers: { status: 200, description: "The list", schema: reportListed, list: true },
      }),
      (c) => answerJson(c, listReports()),
    )
    .get(
      "/api/reports/gstr-1/return.json",
      endpoint({
        summary: "GSTR-1 of a month as JSON for the portal",
        description: "Made for one registration. Keys and codes are GSTN's; sections without anything are left out.",
        tag,
        scope,
        query: returnQuery,
        answers: { status: 200, description: "The return", schema: returnAnswer },
        refuses: { 400: ["company_gstin_unknown"], 409: ["company_not_set_up", "composition_files_no_gstr1"] },
      }),
      async (c) => answerJson(c, await gstr1Return(contextOf(c), c.req.valid("query"))),
    );
  for (const report of everyReport) mount(app, report);
  return app;
}

/** A route a report, so that each is described with its own parameters and columns. */
function mount(app: Hono<Env>, report: Report): void {
  app.get(
    `/api/reports/${report.name}`,
    endpoint({
      summary: report.title,
      description: `${report.about}. With \`format=csv\` the rows as CSV.`,
      tag,
      scope,
      query: reportQuery(report),
      answers: { status: 200, description: "Rows and totals", schema: reportAnswer(report), also: "text/csv" },
      refuses: {
        400: ["format_not_offered", "report_too_long", "report_days_reversed", "company_gstin_unknown"],
        ...(report.of ? { 404: ["not_found"] } : {}),
        409: ["company_not_set_up", "composition_files_no_gstr1"],
      },
    }),
    async (c) => {
      const asked: Asked = c.req.valid("query");
      return answerReport(c, report, asked, await runReport(contextOf(c), report, asked));
    },
  );
}

function answerReport(c: Context<Env>, report: Report, { format }: Asked, text: string): Response {
  if (format !== "csv") return answerJson(c, text);
  return c.body(text, 200, {
    "content-type": "text/csv; charset=utf-8; header=present",
    "content-disposition": `attachment; filename="${report.name}.csv"`,
  });
}
