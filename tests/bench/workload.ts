import type { NewTenant } from "../../domain/core/mod.ts";

/**
 * One company in Maharashtra. Its turnover is below the e-invoicing threshold, so a voucher writes no
 * einvoice.e_invoices row; the floor of the same rows has none either.
 */
export const company: NewTenant = {
  id: "00000000-0000-7000-8000-0000000be9c4",
  name: "Bench",
  password: "bench, a company of this machine only",
  company: {
    legalName: "Sahyadri Office Supplies Private Limited",
    pan: "AABCS1429B",
    aggregateTurnover: "40000000.00",
    composition: false,
    gstins: [{
      gstin: "27AABCS1429B1ZU",
      stateCode: "27",
      address: "204 Laxmi Industrial Estate, Andheri West",
      city: "Mumbai",
      pincode: "400053",
      isDefault: true,
    }],
  },
  users: [{ email: "owner@bench.test", name: "Owner", roles: ["owner"] }],
};

/** Another company in the same database: what is its own must cost the first one nothing. */
export const rival: NewTenant = {
  ...company,
  id: "00000000-0000-7000-8000-0000000be9c5",
  name: "Rival",
  company: { ...company.company, legalName: "Vindhya Stationers Private Limited" },
  users: [{ email: "owner@rival-bench.test", name: "Owner", roles: ["owner"] }],
};

/** The recipient on record, in the same State. */
export const recipient = {
  name: "Deccan Software Park LLP",
  gstin: "27AAACR5055K1Z7",
  address: "3rd Floor, Baner Business Bay",
  city: "Pune",
  pincode: "411045",
  stateCode: "27",
};

const lines = [
  ["Office chair, mesh back", "940131", 12, "NOS", 6499, 18],
  ["Copier paper A4 75 gsm, ream", "480256", 200, "PAC", 265.5, 18],
  ["Notebook, ruled, 200 pages", "482020", 150, "NOS", 62.75, 5],
  ["Desk lamp, LED", "940521", 8, "NOS", 1249.33, 18],
  ["Pencils, box of ten", "960910", 60, "BOX", 48.4, 5],
] as const;

/** Today in India, where invoices are dated. */
export function today(): string {
  return new Date().toLocaleDateString("en-CA", { timeZone: "Asia/Kolkata" });
}

/** Five lines, two rates, within a State, a round-off that is not zero: five ledger entries. */
export function invoice(partyId: string, seriesId?: string) {
  return {
    type: "tax_invoice",
    date: today(),
    partyId,
    ...(seriesId && { seriesId }),
    reference: "PO-1187",
    lines: lines.map(([description, hsn, quantity, unit, rate, gstRate]) => ({
      description,
      hsn,
      quantity,
      unit,
      rate,
      gstRate,
    })),
  };
}
