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
  /** Of an address abroad. */
  countryName?: string | null;
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
  /** Anything but `taxable` prints its name in place of tax. */
  taxability?: "taxable" | "exempt" | "nil_rated" | "non_gst";
  /** In the document's own currency, as the rate then is. */
  currencyAmount?: Figure;
  retailPrice?: Figure;
  /** The number of the document this line is taken from, where a note takes from many. */
  original?: string | null;
}

/** What a kind's print says of itself, a row of billing.print_forms. Left out: a tax invoice. */
export interface PrintForm {
  template: "supply" | "challan" | "entries";
  numberLabel: string;
  /** Above the other party; null: it has none. */
  partyLabel: string | null;
  /** Above the second address where none was given: the party's, on an inward document ours; null: none. */
  secondLabel: string | null;
  showsTax: boolean;
  statement: string | null;
  flow: "outward" | "inward" | "money";
}

/** A document this one stands on, and what it takes of it in rupees. */
export interface PrintOriginal {
  title: string;
  number: string;
  date: string;
  relation: "adjusts" | "increases" | "fulfils" | "returns" | "settles" | "applies";
  amount: Figure;
  totalAmount: Figure;
  supplierNumber?: string | null;
  supplierDate?: string | null;
}

export interface PrintExport {
  countryName?: string | null;
  countryCode?: string;
  portName?: string | null;
  portCode?: string | null;
  shippingBillNumber?: string | null;
  shippingBillDate?: string | null;
  exchangeRate?: Figure;
  lutArn?: string | null;
  /** Words of the refund of IGST. */
  refundable?: string | null;
  /** In the document's own currency. */
  amountInWords?: string | null;
}

export interface PrintTransport {
  mode?: "road" | "rail" | "air" | "ship";
  vehicleNumber?: string;
  vehicleType?: "regular" | "over_dimensional";
  transporterId?: string;
  transporterName?: string;
  distanceKm?: Figure;
  documentNumber?: string;
  documentDate?: string;
}

/**
 * What billing.print_document answers, as JSON text: the voucher of the API and what only paper needs. Keys not named
 * here are ignored. `supplyType` beginning with `intra` prints CGST and `taxHeadLabel`, anything else IGST.
 */
export interface PrintDocument extends PrintAmounts {
  form?: PrintForm;
  type?: string;
  title: string;
  /** Null on a draft. */
  number: string | null;
  date: string;
  status: "posted" | "draft" | "cancelled";
  cancelledAt?: string | null;
  cancelReason?: string | null;
  company: Omit<PrintCompany, "name">;
  /** Null where a document has none: a journal, a contra. */
  party: PrintParty | null;
  /** Absent or null: shipped to the party's own address. */
  shipTo?: PrintParty | null;
  dispatchFrom?: PrintParty | null;
  transport?: PrintTransport | null;
  /** Place, supply type and heads are null where nothing is supplied. */
  placeOfSupply: string | null;
  placeOfSupplyName: string | null;
  supplyType: string | null;
  supplyCategory?: string | null;
  taxHeadLabel: "SGST" | "UTGST";
  reverseCharge: boolean;
  reference: string | null;
  narration: string | null;
  supplyDate?: string | null;
  validUntil?: string;
  receivedOn?: string;
  supplierInvoiceNumber?: string;
  supplierInvoiceDate?: string;
  supplierNoteNumber?: string;
  reason?: string;
  /** Why the goods of a challan move. */
  purposeTitle?: string | null;
  originals?: PrintOriginal[];
  lines: PrintLine[] | null;
  taxSummary: (PrintAmounts & { gstRate: Figure; taxability?: PrintLine["taxability"] })[];
  hsnSummary: (PrintAmounts & {
    hsn: string | null;
    gstRate: Figure;
    quantity: Figure | null;
    unit: string | null;
    taxability?: PrintLine["taxability"];
  })[];
  ledgerEntries?: { ledger: string; debit: Figure; credit: Figure }[];
  instrument?: { mode: string; reference?: string; date?: string };
  roundOff: Figure;
  /** What goods valued by their retail price are sold for beside that value. */
  valueAdjustment?: Figure;
  totalAmount: Figure;
  amountInWords: string;
  currency?: string;
  /** The total in a currency beside rupees. */
  currencyAmount?: Figure;
  /** What the recipient owes: it stands in the heads of lines and summaries, and beside the total. */
  reverseChargeTax?: Omit<PrintAmounts, "taxableAmount">;
  /** At the very top: what a composition dealer must say. */
  preamble?: string | null;
  reverseChargeWords?: string | null;
  endorsement: string | null;
  declaration: string | null;
  /** The labels of all its copies, the first alone printed unless all are asked for; none: one copy without a label. */
  copies: string[];
  eInvoice: {
    status: string;
    irn: string | null;
    ackNo: string | null;
    ackDate: string | null;
    signedQrCode: string | null;
  };
  /** The bill that stands. */
  eWayBill?: { ewbNumber?: string | null; ewbDate?: string } | null;
  export?: PrintExport | null;
}
