import type { Figure, PrintCompany, PrintTransport } from "./document.ts";
import { paper } from "./print.ts";

/** An entry of Part B. */
export interface PrintVehicle {
  mode: "road" | "rail" | "air" | "ship";
  vehicleNumber?: string;
  documentNumber?: string;
  documentDate?: string;
  fromPlace: string;
  /** IST, to the minute. */
  enteredAt: string;
  /** With its unit, where the goods travel in several vehicles. */
  quantity?: string;
}

/** What ewaybill.print_document answers, as JSON text. Instants are IST, to the minute: `2026-11-20T10:05`. */
export interface EWayBillDocument {
  title: string;
  number: string;
  /** Where it stands: part_a, active, expired, cancelled, rejected. */
  state: string;
  status: "posted" | "cancelled";
  date: string;
  generatedAt: string;
  validUntil?: string;
  cancelledAt?: string;
  cancelReason?: string;
  company: Omit<PrintCompany, "name">;
  irn?: string;
  /** The portal's name of why the goods move. */
  subType: string;
  /** GENEWAYBILL without its goods. */
  partA: Record<string, string | Figure>;
  fromStateName?: string;
  toStateName?: string;
  billedFromStateName?: string;
  billedToStateName?: string;
  distanceKm?: Figure;
  /** The portal measured the distance. */
  isMeasured: boolean;
  goods: {
    hsn: string;
    description: string;
    /** How many entries beside the one described. */
    more: Figure;
    quantity: Figure;
    unit: string;
    cgstRate: Figure;
    igstRate: Figure;
    cessRate: Figure;
    taxableAmount: Figure;
  }[];
  transport: PrintTransport;
  vehicles: PrintVehicle[];
  consolidatedNumbers?: string[];
  qr: string;
}

/** What ewaybill.print_trip answers: a consolidated e-way bill. */
export interface TripDocument {
  title: string;
  number: string;
  status: "posted";
  date: string;
  generatedAt: string;
  company: Omit<PrintCompany, "name">;
  transport: PrintTransport & { fromPlace?: string };
  fromStateName?: string;
  bills: {
    number: string;
    documentNumber: string;
    documentDate: string;
    toName: string;
    toPlace: string;
    totalAmount: Figure;
    generatedAt: string;
    validUntil?: string;
    state: string;
  }[];
  totalAmount: Figure;
  qr: string;
}

/** FORM GST EWB-01 as the driver holds it: the JSON text of an EWayBillDocument as a PDF. */
export function printEWayBill(document: string): Uint8Array {
  return withQr("eway_bill", document);
}

/** FORM GST EWB-02, the bills that travel in one vehicle: the JSON text of a TripDocument as a PDF. */
export function printTrip(document: string): Uint8Array {
  return withQr("eway_trip", document);
}

function withQr(template: string, document: string): Uint8Array {
  const { qr }: { qr: string } = JSON.parse(document);
  return paper(template, document, qr, [""]);
}
