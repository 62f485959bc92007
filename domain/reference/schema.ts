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
