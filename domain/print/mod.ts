export { type EWayBillDocument, printEWayBill, printTrip, type TripDocument } from "./eway.ts";
export { paper, picture, printVoucher } from "./print.ts";
export { qrPng, qrSvg } from "./qr.ts";
export { printQuery } from "./schema.ts";
