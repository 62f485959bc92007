import { z } from "zod";
import { lineBody, namesItsOriginal, noteBody, originalWanted } from "../schema.ts";

/** Debit note (CGST Act s.34(3)): charges more on an invoice issued, at its rate and place. */
export const debitNote = noteBody.extend({
  type: z.literal("debit_note"),
  lines: z.array(lineBody).min(1).max(1000),
}).refine(namesItsOriginal, originalWanted).meta({ id: "DebitNote" });
