import { z } from "zod";

/** What the routes of settlement files answer; the example of the payout rules stands in /docs. */
const rupees = z.number();
const text = z.string();
const instant = z.iso.datetime({ offset: true });

const head = {
  reconciliationId: text,
  bankFileId: text.nullable().meta({ description: "null: the file tells of several bank files, or of none" }),
  month: text.nullable(),
  processedAt: instant,
  status: z.enum(["previewed", "applied", "held"]),
};
const sums = {
  totalRecords: z.int(),
  successful: z.int(),
  failed: z.int().meta({ description: "failed and returned" }),
  successfulAmount: rupees,
  failedAmount: rupees,
};
const row = z.looseObject({ invoiceId: text.optional(), classification: text });
const example = {
  reconciliationId: "rec_456",
  bankFileId: "bf_789",
  month: "2024-11",
  processedAt: "2024-12-10T11:00:00Z",
  status: "applied",
};
const exampleSums = { totalRecords: 150, successful: 148, failed: 2, successfulAmount: 2422500, failedAmount: 27500 };

/** `POST /api/admin/reconcile-payment` */
export const settlementAnswer = z.looseObject({
  ...head,
  duplicate: z.boolean().meta({ description: "these bytes were taken before; nothing was changed by this request" }),
  summary: z.looseObject({ ...sums, unmatched: z.int(), unmatchedAmount: rupees, pending: z.int(), noEffect: z.int() }),
  successfulPayments: z.array(row),
  failedPayments: z.array(row),
  unmatchedRecords: z.array(row).meta({ description: "what a person must decide" }),
  control: z.looseObject({}).meta({ description: "the control equations" }),
}).meta({
  id: "SettlementTaken",
  examples: [{
    ...example,
    duplicate: false,
    summary: { ...exampleSums, unmatched: 0, unmatchedAmount: 0, pending: 0, noEffect: 0 },
    successfulPayments: [{
      invoiceId: "inv_12345",
      invoiceNumber: "INV/NOV24/001",
      destinationId: "75c6b6c6-4ff2-415b-b793-7ab2343e2c21",
      utrNumber: "HDFC2412050012345",
      amount: 23400,
      paymentDate: "2024-12-08",
      status: "paid",
      classification: "SETTLED",
    }],
    failedPayments: [{
      invoiceId: "inv_12347",
      invoiceNumber: "INV/NOV24/003",
      destinationId: "ffc8d3bb-80ff-4e30-a403-2ef357779e85",
      amount: 15200,
      status: "failed",
      failureReason: "Invalid account number",
      classification: "FAILED",
    }],
    unmatchedRecords: [],
  }],
});

/** `GET /api/admin/reconciliation/{id}` */
export const reconciliationAnswer = z.looseObject({
  ...head,
  summary: z.looseObject(sums),
  downloadUrls: z.object({ fullReport: text, failedInvoicesCsv: text }),
}).meta({
  id: "Reconciliation",
  examples: [{
    ...example,
    summary: exampleSums,
    downloadUrls: {
      fullReport: "/api/admin/reconciliation/rec_456/report.pdf",
      failedInvoicesCsv: "/api/admin/reconciliation/rec_456/failed.csv",
    },
  }],
});
