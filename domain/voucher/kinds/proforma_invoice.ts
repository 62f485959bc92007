import { z } from "zod";
import { day } from "../../shared/fields.ts";
import { hasOneRecipient, oneRecipient, salesBody } from "../schema.ts";

/** A quotation in the form of an invoice: shows tax, books nothing; POST /api/vouchers/{id}/convert makes it a sale. */
export const proformaInvoice = salesBody.extend({
  type: z.literal("proforma_invoice"),
  withLut: z.boolean().optional(),
  validUntil: day().optional(),
}).refine(hasOneRecipient, oneRecipient).meta({ id: "ProformaInvoice" });
