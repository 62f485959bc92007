export { changeDueIn, changeRequested } from "./change.ts";
export {
  changeBillOf,
  consolidateBills,
  extendBill,
  moveInVehicles,
  type Outcome,
  type PlainChange,
  rejectBill,
  retryBill,
  withdrawExtension,
} from "./changing.ts";
export { generateBill, putRegistration } from "./commands.ts";
export type { Environment } from "../portals/mod.ts";
export { type EwbDeps, type EwbSite, renewSession } from "./portal.ts";
export { readBillPrint, readPayload, readQrText, readTripPrint } from "./print.ts";
export {
  listBills,
  listConsolidated,
  listReceived,
  listRegistrations,
  readBill,
  readByNumber,
  readConsolidated,
} from "./queries.ts";
export { findByNumber } from "./lookup.ts";
export { fetchReceived } from "./received.ts";
export { generateDueBills } from "./run.ts";
export * from "./schema.ts";
export { type ConfiguredEwbSite, ewbSites } from "./sites.ts";
export { expireBills, extendDueBills, sweepOpenChanges } from "./watch.ts";
export {
  changeBill,
  extendDue,
  findReceived,
  generateBills,
  generateBillsByIrn,
  listReceivedBills,
  sweepChanges,
  watchExpiry,
} from "./work.ts";
