import { z } from "zod";
import { day } from "../shared/fields.ts";

export const referenceQuery = z.strictObject({
  on: day().optional().meta({ description: "the day whose law is wanted; today in India where left out" }),
});

/** A table of the law: its name in the path, what it holds, what it rests on. */
export const referenceTable = z.object({ name: z.string(), title: z.string(), notification: z.string() })
  .meta({ id: "ReferenceTable" });

/** A row of the law. Its other members are the table's own. */
export const referenceRow = z.looseObject({
  notification: z.string().meta({ description: "the notification, rule or list the row rests on" }),
  validFrom: z.string().optional(),
  validTo: z.string().nullish(),
}).meta({ id: "ReferenceRow" });

export const changesQuery = z.strictObject({
  from: day().optional().meta({ description: "first day; today in India where left out" }),
  to: day().optional().meta({ description: "last day; without end where left out" }),
});

/** A row of the law that begins to hold on a day, or holds on it for the last time. */
export const referenceChange = z.object({
  date: z.string(),
  change: z.enum(["begins", "ends"]),
  table: z.string(),
  notification: z.string(),
  row: referenceRow,
}).meta({ id: "ReferenceChange" });
