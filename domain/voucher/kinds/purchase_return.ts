import { z } from "zod";
import { namesItsOriginal, noteBody, originalWanted } from "../schema.ts";

/** Goods sent back to the supplier, or a price it took back: reverses the purchase and its input credit. */
export const purchaseReturn = noteBody.extend({
  type: z.literal("purchase_return"),
  supplierNoteNumber: noteBody.shape.reason,
}).refine(namesItsOriginal, originalWanted).meta({ id: "PurchaseReturn" });
