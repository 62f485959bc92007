import { z } from "zod";
import { namesItsOriginal, noteBody, originalWanted } from "../schema.ts";

/** Credit note (CGST Act s.34(1)): takes back part or all of one invoice or of many, at their rate and place. */
export const creditNote = noteBody.extend({
  type: z.literal("credit_note"),
}).refine(namesItsOriginal, originalWanted).meta({ id: "CreditNote" });
