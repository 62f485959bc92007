import { z } from "zod";
import { registration } from "../portals/mod.ts";
import { day, text } from "../shared/fields.ts";
import { pageQuery } from "../shared/page.ts";

export const generateBody = z.strictObject({ voucherId: z.uuid() }).meta({ id: "EInvoiceRequest" });
export const bulkGenerateBody = z.strictObject({ voucherIds: z.array(z.uuid()).min(1).max(1000) }).meta({
  id: "EInvoiceBulkRequest",
});

export const validateBody = z.strictObject({
  voucherIds: z.array(z.uuid()).min(1).max(200).optional(),
  payloads: z.array(z.record(z.string(), z.unknown())).min(1).max(200).optional().meta({
    description: "INV-01 documents, version 1.1",
  }),
}).refine((body) => (body.voucherIds === undefined) !== (body.payloads === undefined), {
  message: "give voucherIds or payloads, one of the two",
}).meta({ id: "EInvoiceValidation" });

export type ValidateBody = z.infer<typeof validateBody>;

export const cancelBody = z.strictObject({
  reasonCode: z.enum(["1", "2", "3", "4"]).meta({
    description: "1 duplicate, 2 data entry mistake, 3 order cancelled, 4 others",
  }),
  remarks: text(100),
}).meta({ id: "IrnCancellation" });

export const registrationBody = registration.meta({ id: "EInvoiceRegistration" });

const from = day().optional().meta({ description: "documents of this day and later" });
const to = day().optional().meta({ description: "documents of this day and before" });

export const pendingQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(["pending", "unknown", "failed"]).optional(),
  from,
  to,
  withinDays: z.coerce.number().int().min(-36500).max(36500).optional().meta({
    description: "at most so many days left under the 30-day rule",
  }),
});
export type PendingQuery = z.infer<typeof pendingQuery>;

export const lookupQuery = z.strictObject({
  ...pageQuery,
  documentNumber: text(16).optional(),
  irn: z.string().regex(/^[0-9a-fA-F]{64}$/).optional(),
  status: z.enum(["pending", "unknown", "generated", "failed", "cancelled"]).optional(),
  from,
  to,
});
export type LookupQuery = z.infer<typeof lookupQuery>;

const signed = () => z.string().max(4_000_000).regex(/^[\w-]+\.[\w-]+\.[\w-]+$/);
export const adoptBody = z.strictObject({
  signedInvoice: signed().meta({ description: "the SignedInvoice as the GST portal lets it be downloaded, a JWS" }),
  signedQrCode: signed().meta({ description: "the SignedQRCode beside it, a JWS" }),
}).meta({ id: "EInvoiceAdoption" });
export type AdoptBody = z.infer<typeof adoptBody>;
