import { z } from "zod";
import { billOfSupply } from "./kinds/bill_of_supply.ts";
import { contra } from "./kinds/contra.ts";
import { creditNote } from "./kinds/credit_note.ts";
import { debitNote } from "./kinds/debit_note.ts";
import { deliveryChallan } from "./kinds/delivery_challan.ts";
import { exportInvoice } from "./kinds/export_invoice.ts";
import { invoiceCumBillOfSupply } from "./kinds/invoice_cum_bill_of_supply.ts";
import { journal } from "./kinds/journal.ts";
import { payment } from "./kinds/payment.ts";
import { paymentVoucher } from "./kinds/payment_voucher.ts";
import { proformaInvoice } from "./kinds/proforma_invoice.ts";
import { purchaseInvoice } from "./kinds/purchase_invoice.ts";
import { purchaseReturn } from "./kinds/purchase_return.ts";
import { receipt } from "./kinds/receipt.ts";
import { receiptVoucher } from "./kinds/receipt_voucher.ts";
import { refundVoucher } from "./kinds/refund_voucher.ts";
import { retailInvoice } from "./kinds/retail_invoice.ts";
import { sale } from "./kinds/sale.ts";
import { selfInvoice } from "./kinds/self_invoice.ts";
import { taxInvoice } from "./kinds/tax_invoice.ts";

/** Every voucher kind that can be posted, by its `type`. A new kind: its file in kinds/, a member here, a row in voucher_kinds. */
export const voucherBody = z.discriminatedUnion("type", [
  billOfSupply,
  contra,
  creditNote,
  debitNote,
  deliveryChallan,
  exportInvoice,
  invoiceCumBillOfSupply,
  journal,
  payment,
  paymentVoucher,
  proformaInvoice,
  purchaseInvoice,
  purchaseReturn,
  receipt,
  receiptVoucher,
  refundVoucher,
  retailInvoice,
  sale,
  selfInvoice,
  taxInvoice,
]);

export type VoucherBody = z.infer<typeof voucherBody>;
