import { z } from "zod";
import { bankFileStatuses, invoiceStatuses } from "./bank_schema.ts";

/** What the routes of submitted invoices and bank files answer; the example of the payout rules stands in /docs. */
const rupees = z.number();
const text = z.string();
const instant = z.iso.datetime({ offset: true });

const submittedRow = z.looseObject({
  invoiceId: text,
  invoiceNumber: text,
  destinationId: text,
  partnerName: text,
  partnerGst: text,
  month: text,
  gstBaseAmount: rupees,
  gstAmount: rupees,
  status: z.enum(invoiceStatuses),
  signedAt: instant,
  accountNumber: text.nullable().meta({ description: "masked" }),
  ifscCode: text.nullable(),
  isPaid: z.boolean(),
  payableAmount: rupees,
  bankFileId: text.nullable(),
  utrNumber: text.nullable(),
  paymentDate: z.iso.date().nullable(),
});

/** `GET /api/admin/invoices/submitted` */
export const submittedAnswer = z.looseObject({
  filters: z.looseObject({}),
  summary: z.object({ totalInvoices: z.int(), totalAmount: rupees }),
  invoices: z.array(submittedRow),
  nextCursor: text.nullable(),
}).meta({
  id: "SubmittedInvoices",
  examples: [{
    filters: { month: "2024-11", status: "submitted", unpaid: true },
    summary: { totalInvoices: 150, totalAmount: 2450000 },
    invoices: [{
      invoiceId: "inv_12345",
      invoiceNumber: "INV/NOV24/001",
      destinationId: "75c6b6c6-4ff2-415b-b793-7ab2343e2c21",
      partnerName: "Deccan Referral Services",
      partnerGst: "27AAPFA1234A1ZZ",
      month: "2024-11",
      gstBaseAmount: 130000,
      gstAmount: 23400,
      status: "submitted",
      signedAt: "2024-12-01T15:42:30Z",
      accountNumber: "XXXXXX7890",
      ifscCode: "HDFC0001234",
      isPaid: false,
    }],
    nextCursor: null,
  }],
});

const person = z.looseObject({}).nullable();
const left = z.looseObject({ invoiceId: text, code: text, message: text });

const bankFile = {
  bankFileId: text,
  fileName: text,
  downloadUrl: text,
  summary: z.object({ totalInvoices: z.int(), totalAmount: rupees, generatedAt: instant }),
  columns: z.array(text),
  status: z.enum(bankFileStatuses),
  month: text.nullable(),
  profile: text,
  sha256: text.nullable().meta({ description: "of the bytes for the bank" }),
  approvalsNeeded: z.int(),
  approvals: z.array(z.looseObject({ by: person, at: instant })),
  youMayApprove: z.boolean(),
  generatedBy: person,
  sentToBankAt: instant.nullable(),
  excluded: z.array(left).meta({ description: "what was left out, each with its reason" }),
  warnings: z.array(left),
};

const exampleFile = {
  bankFileId: "bf_789",
  fileName: "GST_Payment_Nov2024.csv",
  downloadUrl: "/api/admin/bank-files/bf_789/download",
  summary: { totalInvoices: 150, totalAmount: 2450000, generatedAt: "2024-12-05T10:30:00Z" },
  columns: [
    ...["invoice_id", "destination_id", "partner_name", "account_number", "ifsc_code", "gst_amount"],
    "invoice_number",
  ],
  status: "generated",
  approvalsNeeded: 1,
  excluded: [],
  warnings: [],
};

/** A bank file without its lines. */
export const bankFileAnswer = z.looseObject(bankFile).meta({ id: "BankFile", examples: [exampleFile] });

/** `POST /api/admin/export-bank-file`: the first file, and all of them where the layout takes fewer rows. */
export const exportAnswer = z.looseObject({
  ...bankFile,
  files: z.array(z.looseObject({ bankFileId: text, fileName: text, totalInvoices: z.int(), totalAmount: rupees })),
}).meta({ id: "BankFilesMade", examples: [exampleFile] });

/** `GET /api/admin/bank-files/{id}`: with a page of its lines. */
export const bankFileDetails = z.looseObject({
  ...bankFile,
  items: z.array(z.looseObject({ invoiceId: text, attempt: z.int(), amount: rupees, accountNumber: text })),
  nextCursor: text.nullable(),
}).meta({ id: "BankFileDetails" });

/** `POST /api/admin/retry-failed` */
export const retryAnswer = z.looseObject({
  retried: z.array(z.looseObject({ invoiceId: text })),
  refused: z.array(left),
}).meta({
  id: "PaymentsRetried",
  examples: [{
    retried: [{ invoiceId: "inv_12385" }],
    refused: [{
      invoiceId: "inv_12347",
      code: "bank_details_not_changed",
      message: "the bank said Invalid account number: the partner's bank details have to be changed first",
    }],
  }],
});
