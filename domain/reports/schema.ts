import { z } from "zod";
import { day, gstin, text } from "../shared/fields.ts";
import type { ColumnKind, Report } from "./report.ts";

/** The days every report understands; one that stands at the end of a day takes `asOf`, or `to`, and looks at no `from`. */
const days = {
  from: day().optional().meta({ description: "first day; the first of the financial year where left out" }),
  to: day().optional().meta({ description: "last day; today where left out" }),
  asOf: day().optional().meta({ description: "the day at whose end it stands: the same as to" }),
};
const format = text(20).optional().meta({ description: "json (where left out) or csv" });

/** `GET /api/reports/{name}`: the report's own parameters, the days and the format. */
export function reportQuery({ parameters }: Report) {
  return z.strictObject({ ...days, ...parameters, format });
}

const cells: Record<ColumnKind, z.ZodType> = {
  text: z.string().nullable(),
  money: z.number(),
  number: z.number(),
  count: z.int(),
  day: z.iso.date(),
  id: z.uuid().nullable(),
};

/** `{"rows":[…],"totals":{…}}` with the report's own columns. */
export function reportAnswer({ columns, totals }: Report) {
  const row = Object.fromEntries(Object.entries(columns).map(([name, kind]) => [name, cells[kind]]));
  const sums = "by" in totals
    ? z.record(z.string(), z.unknown())
    : z.object(Object.fromEntries(totals.map((name) => [name, z.number()])));
  return z.object({ rows: z.array(z.object(row)), totals: sums });
}

/** `GET /api/reports/gstr-1/return.json`. */
export const returnQuery = z.strictObject({
  period: z.string().regex(/^(0[1-9]|1[0-2])20[1-9]\d$/, "a period as MMYYYY is wanted").meta({
    description: "the month, as MMYYYY",
    examples: ["112026"],
  }),
  gstin: gstin().optional().meta({ description: "one of our registrations; the default one where left out" }),
});
export type ReturnAsked = z.output<typeof returnQuery>;

const section = z.array(z.record(z.string(), z.unknown())).optional();

/** GSTR-1 in GSTN's own words; a section without anything is left out. */
export const returnAnswer = z.object({
  gstin: z.string(),
  fp: z.string(),
  b2b: section,
  b2cl: section,
  b2cs: section,
  exp: section,
  cdnr: section,
  cdnur: section,
  at: section,
  txpd: section,
  nil: z.object({ inv: z.array(z.record(z.string(), z.unknown())) }).optional(),
  hsn: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))).optional(),
  doc_issue: z.object({ doc_det: z.array(z.record(z.string(), z.unknown())) }).optional(),
}).meta({ id: "Gstr1Return" });

export const reportListed = z.object({
  name: z.string(),
  title: z.string(),
  about: z.string(),
  href: z.string(),
  formats: z.array(z.string()),
  parameters: z.array(z.object({ name: z.string(), required: z.boolean(), description: z.string().nullable() })),
  columns: z.array(z.object({ name: z.string(), kind: z.string() })),
}).meta({ id: "Report" });
