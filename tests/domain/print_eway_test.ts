import assert from "node:assert/strict";
import { type EWayBillDocument, printEWayBill, printTrip, type TripDocument } from "../../domain/print/mod.ts";
import { readPdf, readQr } from "../support/pdf.ts";

const folder = Deno.env.get("PAKKA_PRINTS");
const company = {
  legalName: "House of Paper Private Limited",
  tradeName: null,
  gstin: "27AABCS1429B1ZU",
  pan: null,
  address: "204 Laxmi Estate",
  city: "Mumbai",
  pincode: "400053",
  stateCode: "27",
  stateName: "Maharashtra",
  email: null,
  phone: null,
};
const partA = {
  supplyType: "O",
  subSupplyType: "1",
  docType: "CHL",
  docNo: "DCH/26-27/00001",
  docDate: "20/11/2026",
  transactionType: 4,
  fromGstin: "27AABCS1429B1ZU",
  fromTrdName: "House of Paper",
  fromAddr1: "Survey 12 *Mankoli* #panic()",
  fromPlace: "Bhiwandi",
  fromPincode: 421302,
  toGstin: "URP",
  toTrdName: "अनुराधा देशपांडे",
  toAddr1: "x".repeat(100),
  toPlace: "Hosur",
  toPincode: 635126,
  shipToGSTIN: "33AAACM0033M2ZU",
  shipToTradeName: "Hosur hub",
  totalValue: 12345678901.5,
  cgstValue: 0,
  sgstValue: 0,
  igstValue: 1.1,
  cessValue: 0,
  otherValue: -0.4,
  totInvValue: 12345678902,
};
const one = {
  hsn: "482010",
  description: "Ledger books",
  more: 0,
  quantity: 7.5,
  unit: "NOS",
  cgstRate: 0,
  igstRate: 18,
  cessRate: 0,
  taxableAmount: 1234567.5,
};
const bill = (more: Partial<EWayBillDocument> = {}): EWayBillDocument => ({
  title: "e-Way Bill",
  number: "181000000001",
  state: "active",
  status: "posted",
  date: "2026-11-20",
  generatedAt: "2026-11-20T10:05",
  validUntil: "2026-11-25T23:59",
  company,
  subType: "Job Work",
  partA,
  fromStateName: "Maharashtra",
  toStateName: "Tamil Nadu",
  isMeasured: false,
  goods: [one],
  transport: { mode: "road" },
  vehicles: [{ mode: "road", vehicleNumber: "MH12AB1234", fromPlace: "Bhiwandi", enteredAt: "2026-11-20T10:05" }],
  qr: "181000000001/27AABCS1429B1ZU/20-11-2026 10:05:00",
  ...more,
});

async function pagesOf(bytes: Uint8Array, name: string) {
  if (folder) Deno.writeFileSync(`${folder}/${name}.pdf`, bytes);
  const pdf = await readPdf(bytes);
  const qr = readQr(await pdf.picture(0, 3));
  pdf.close();
  return { pages: pdf.pages, qr };
}

Deno.test("ewaybill: people's text is printed as they wrote it, figures as they were stored", async () => {
  const { pages, qr } = await pagesOf(printEWayBill(JSON.stringify(bill())), "eway-odd");
  assert.equal(pages.length, 1);
  for (
    const text of ["*Mankoli* #panic()", "12,34,56,78,902.00", "12,34,567.50", "-0.40", "Hosur hub (33AAACM0033M2ZU)"]
  ) {
    assert.ok(pages[0]!.includes(text), `${text}: ${pages[0]}`);
  }
  assert.match(pages[0]!, /Delivery challan DCH.*dispatch from and bill to - ship to/);
  assert.equal(qr, "181000000001/27AABCS1429B1ZU/20-11-2026 10:05:00");
});

Deno.test("ewaybill: 250 goods and twenty vehicles run over pages, each with the table's headings", async () => {
  const goods = Array.from({ length: 250 }, (_, n) => ({ ...one, hsn: String(400000 + n) }));
  const vehicles = Array.from({ length: 20 }, (_, n) => ({
    mode: "road" as const,
    vehicleNumber: `MH12AB${1000 + n}`,
    fromPlace: "Bhiwandi",
    enteredAt: "2026-11-20T10:05",
    quantity: "12 NOS",
  }));
  const { pages } = await pagesOf(printEWayBill(JSON.stringify(bill({ goods, vehicles }))), "eway-long");
  assert.ok(pages.length > 3);
  assert.match(pages[1]!, /e-Way Bill 181000000001 dated 20-Nov-2026, continued.*HSN Goods Quantity/);
  assert.match(pages.at(-1)!, /MH12AB1019.*12 NOS/);
});

Deno.test("ewaybill: a trip of many bills is printed with their sum as stored", async () => {
  const bills = Array.from({ length: 60 }, (_, n) => ({
    number: String(181000000001 + n),
    documentNumber: `INV/26-27/${n}`,
    documentDate: "20/11/2026",
    toName: "Asha Stores",
    toPlace: "Hosur",
    totalAmount: 70800,
    generatedAt: "2026-11-20T10:05",
    state: "part_a",
  }));
  const trip: TripDocument = {
    title: "Consolidated e-Way Bill",
    number: "1610000001",
    status: "posted",
    date: "2026-11-20",
    generatedAt: "2026-11-20T12:00",
    company,
    transport: { mode: "rail", documentNumber: "RR/1", documentDate: "2026-11-20", fromPlace: "Mumbai" },
    bills,
    totalAmount: 4248000,
    qr: "1610000001/27AABCS1429B1ZU/20-11-2026 12:00:00",
  };
  const { pages, qr } = await pagesOf(printTrip(JSON.stringify(trip)), "eway-trip-long");
  assert.match(pages.join(" "), /42,48,000\.00/);
  assert.match(pages[0]!, /RR\/1 of 20-Nov-2026/);
  assert.equal(qr, trip.qr);
});
