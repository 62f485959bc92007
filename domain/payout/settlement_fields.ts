import { z } from "zod";
import { text } from "../shared/fields.ts";
import { readWith } from "../shared/zod_details.ts";
import { month } from "./partner_invoices_schema.ts";

const fields = z.strictObject({
  bankFileId: z.string().regex(/^(?:bf_)?[1-9]\d{0,17}$/, "a bank file's id as bf_789 is wanted").optional(),
  month: month.optional(),
  profile: text(50).optional(),
});

/** What stands beside a settlement file in its form; an empty field is none. Refuses: invalid_request. */
export function settlementFields(given: Readonly<Record<string, string>>): z.infer<typeof fields> {
  return readWith(fields, Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== "")));
}
