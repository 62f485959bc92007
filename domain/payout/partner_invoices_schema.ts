import { z } from "zod";

/** A month of payouts, `2024-11`. */
export const month = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, "a month is wanted, as 2024-11")
  .meta({ examples: ["2024-11"] });

const statuses = [
  ...["not_generated", "generated", "submitted", "in_bank_file", "part_paid", "paid", "failed", "returned"] as const,
  "cancelled",
] as const;

/** `GET /api/partner/{destinationId}/invoices` */
export const partnerInvoicesQuery = z.strictObject({
  financial_year: z.string().regex(/^[12]\d{3}-[12]\d{3}$/, "a financial year is wanted, as 2024-2025").optional()
    .meta({ description: "of the payouts, as 2024-2025; every year where left out" }),
  status: z.enum(["all", ...statuses]).default("all")
    .meta({ description: "not_generated: months with payouts to invoice and no invoice yet" }),
});
export type PartnerInvoicesQuery = z.input<typeof partnerInvoicesQuery>;

const invoiceNumber = z.string().max(100).optional().meta({
  description: "the partner's own: at most 16 of A-Z 0-9 / -; the next of INV/NOV24/001 where left out",
  examples: ["INV/NOV24/001"],
});

/** `POST /api/partner/{destinationId}/invoice/generate` */
export const generatePartnerInvoiceBody = z.strictObject({ month, invoiceNumber });
export type GeneratePartnerInvoice = z.output<typeof generatePartnerInvoiceBody>;

/** `GET /api/partner/{destinationId}/invoice/{month}/data` */
export const invoiceDataQuery = z.strictObject({ invoiceNumber });

/** `POST /api/partner/invoice/{invoiceId}/cancel` */
export const cancelPartnerInvoiceBody = z.strictObject({
  reason: z.string().trim().min(3).max(200).regex(/^[^\p{Cc}]+$/u, "one line of text is wanted"),
}).meta({ examples: [{ reason: "a payout was missing" }] });

/** `GET /api/partner/invoice/{invoiceId}/pdf` */
export const partnerPdfQuery = z.strictObject({
  type: z.enum(["original", "signed"]).default("signed")
    .meta({ description: "as it was generated, or with the signature" }),
});

const rupees = (example: number) => z.number().meta({ examples: [example] });
const instant = () => z.iso.datetime({ offset: true }).nullable();

const rowShape = {
  invoiceId: z.string().nullable().meta({ examples: ["inv_12345"] }),
  invoiceNumber: z.string().nullable(),
  month,
  invoiceDate: z.iso.date().nullable(),
  gstBaseAmount: rupees(130000),
  gstAmount: rupees(23400),
  status: z.enum(statuses),
  signedAt: instant(),
  invoicePdfUrl: z.string().nullable(),
  signedPdfUrl: z.string().nullable(),
  utrNumber: z.string().nullable(),
  paymentDate: z.iso.date().nullable(),
};

export const partnerInvoicesAnswer = z.object({
  destinationId: z.string(),
  partnerName: z.string(),
  invoices: z.array(z.looseObject(rowShape)),
  summary: z.looseObject({
    totalInvoices: z.int(),
    pendingGeneration: z.int(),
    submitted: z.int().meta({ description: "signed and not paid whole yet" }),
    paid: z.int(),
    ytdGstAmount: rupees(185000),
  }),
}).meta({ id: "PartnerInvoices" });

const invoiceShape = {
  ...rowShape,
  financialYear: z.string(),
  partnerName: z.string(),
  gstNumber: z.string(),
  accountNumber: z.string().nullable().meta({ examples: ["XXXXXX7890"] }),
  ifscCode: z.string().nullable(),
  state: z.string().meta({ examples: ["Maharashtra"] }),
  address: z.string(),
  email: z.string(),
  trailAmount: rupees(80000),
  upfrontAmount: rupees(50000),
  cgstAmount: rupees(11700),
  sgstAmount: rupees(11700),
  igstAmount: rupees(0),
  totalAmount: rupees(153400),
  digitallySigned: z.boolean(),
};

export const partnerInvoiceAnswer = z.looseObject(invoiceShape).meta({ id: "PartnerInvoice" });

export const partnerInvoiceDetails = z.looseObject({
  ...invoiceShape,
  timeline: z.array(z.looseObject({ event: z.string(), date: z.iso.date().nullable(), at: instant() })),
}).meta({ id: "PartnerInvoiceDetails" });
