import { z } from "zod";
import { formats } from "./run.ts";
import { reports } from "./reports.ts";
import { reportQuery } from "./schema.ts";

/** Every report with its parameters and columns, as JSON text. */
export function listReports(): string {
  const data = reports.map((report) => ({
    name: report.name,
    title: report.title,
    about: report.about,
    href: `/api/reports/${report.name}`,
    formats,
    parameters: parametersOf(z.toJSONSchema(reportQuery(report), { io: "input" })),
    columns: Object.entries(report.columns).map(([name, kind]) => ({ name, kind })),
  }));
  return JSON.stringify({ data, nextCursor: null });
}

function parametersOf({ properties = {}, required = [] }: z.core.JSONSchema.BaseSchema) {
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    description: typeof property === "object" ? property.description ?? null : null,
  }));
}
