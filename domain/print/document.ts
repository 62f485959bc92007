/** A figure: a JSON number in plain decimals (no exponent), kept as text from SQL to paper. Never read it as a number. */
export type Figure = number;

/** The heads of a line or of a summary row. */
export interface PrintAmounts {
  taxableAmount: Figure;
  cgstAmount: Figure;
  sgstAmount: Figure;
  igstAmount: Figure;
  cessAmount: Figure;
}

export interface PrintParty {
  name: string | null;
  gstin: string | null;
  address: string | null;
  city: string | null;
  pincode: string | null;
  stateCode: string;
  stateName: string;
}

export interface PrintCompany extends PrintParty {
  legalName: string;
  tradeName: string | null;
  pan: string | null;
  email: string | null;
  phone: string | null;
  bank?: { name: string; account: string; ifsc: string };
}

export interface PrintLine extends PrintAmounts {
  lineNo: Figure;
  description: string;
  hsn: string | null;
  quantity: Figure | null;
  unit: string | null;
  rate: Figure;
  /** An amount, not a percentage. */
  discount: Figure | null;
  gstRate: Figure;
  cessRate: Figure | null;
  totalAmount: Figure;
}

/**
 * What billing.print_document answers, as JSON text: the voucher of the API and what only paper needs. Keys not named
 * here are ignored. `supplyType` beginning with `intra` prints CGST and `taxHeadLabel`, anything else IGST.
 */
export interface PrintDocument extends PrintAmounts {
  title: string;
  number: string;
  date: string;
  status: "posted" | "draft" | "cancelled";
  company: Omit<PrintCompany, "name">;
  party: PrintParty;
  /** Absent or null: shipped to the party's own address. */
  shipTo?: PrintParty | null;
  placeOfSupply: string;
  placeOfSupplyName: string;
  supplyType: string;
  taxHeadLabel: "SGST" | "UTGST";
  reverseCharge: boolean;
  reference: string | null;
  narration: string | null;
  lines: PrintLine[];
  taxSummary: (PrintAmounts & { gstRate: Figure })[];
  hsnSummary: (PrintAmounts & { hsn: string | null; gstRate: Figure; quantity: Figure | null; unit: string | null })[];
  roundOff: Figure;
  totalAmount: Figure;
  amountInWords: string;
  endorsement: string | null;
  declaration: string | null;
  /** One whole document is printed a label; none: one without a label, as Rule 48(6) has it for e-invoices. */
  copies: string[];
  eInvoice: {
    status: string;
    irn: string | null;
    ackNo: string | null;
    ackDate: string | null;
    signedQrCode: string | null;
  };
  eWayBill?: { ewbNumber?: string | null } | null;
  export?: {
    countryName?: string;
    countryCode?: string;
    portCode?: string | null;
    shippingBillNumber?: string | null;
    shippingBillDate?: string | null;
    lutArn?: string | null;
  } | null;
}
