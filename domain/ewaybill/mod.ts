export { changeRequested } from "./change.ts";
export { changeBillOf, generateBill, putRegistration } from "./commands.ts";
export type { Environment } from "../portals/mod.ts";
export type { EwbDeps, EwbSite } from "./portal.ts";
export { listBills, listRegistrations, readBill, readByNumber } from "./queries.ts";
export { expireBills, generateDueBills } from "./run.ts";
export { billsQuery, cancelBody, generateBody, registrationBody, transporterBody, vehicleBody } from "./schema.ts";
export { type ConfiguredEwbSite, ewbSites } from "./sites.ts";
export { changeBill, generateBills, generateBillsByIrn, watchExpiry } from "./work.ts";
