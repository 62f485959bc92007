import type { Reply } from "./wire.ts";
import type { EwbWorld } from "./world.ts";

type Query = Readonly<Record<string, string>>;
type Ask = (world: EwbWorld, gstin: string, query: Query, now: Date) => Promise<Reply>;

interface Read {
  readonly path: string;
  /** What faults are planned by. */
  readonly operation: string;
  readonly ask: Ask;
}

const list = (name: string, of: string, operation = "list"): Read => ({
  path: `/ewayapi/${name}`,
  operation,
  ask: (world, gstin, query, now) => world.list(gstin, of, query, now),
});
const master = (name: string, what: string, key: string): Read => ({
  path: `/Master/${name}`,
  operation: "master",
  ask: (world, _gstin, query) => world.master(what, query[key] ?? ""),
});

/** Every question the portal answers. */
export const reads: readonly Read[] = [
  {
    path: "/ewayapi/GetEwayBill",
    operation: "get",
    ask: (world, gstin, { ewbNo = "" }, now) => world.find(gstin, { number: ewbNo }, now),
  },
  {
    path: "/ewayapi/GetEwayBillGeneratedByConsigner",
    operation: "get_by_document",
    ask: (world, gstin, { docType = "", docNo = "" }, now) =>
      world.find(gstin, { type: docType, document: docNo }, now),
  },
  {
    path: "/ewayapi/GetTripSheet",
    operation: "get_trip_sheet",
    ask: (world, gstin, { tripSheetNo = "" }) => world.tripSheet(gstin, tripSheetNo),
  },
  list("GetEwayBillsByDate", "made"),
  list("GetEwayBillsForTransporter", "carried"),
  list("GetEwayBillsForTransporterByGstin", "carried"),
  list("GetEwayBillsForTransporterByState", "carried"),
  list("GetEwayBillReportByTransporterAssignedDate", "assigned"),
  list("GetEwayBillsofOtherParty", "other_party", "list_received"),
  list("GetEwayBillsRejectedByOthers", "rejected"),
  master("GetGSTINDetails", "taxpayer", "GSTIN"),
  master("GetTransporterDetails", "transporter", "trn_no"),
  master("GetHsnDetailsByHsnCode", "hsn", "hsncode"),
  master("GetErrorList", "errors", ""),
];
