export { haveBillsToGoWithInvoices, makeDueBills, nextBillInSeconds } from "./bills.ts";
export { cancelRequested } from "./cancel.ts";
export { cancelEInvoice, generateEInvoice, generateMany, putRegistration } from "./commands.ts";
export type { Environment } from "../portals/mod.ts";
export type { PortalDeps, PortalSite } from "./portal.ts";
export {
  listPending,
  listRegistrations,
  readByIrn,
  readEInvoice,
  readPayload,
  readSignedQr,
  readVerdicts,
} from "./queries.ts";
export { generateDue, type RunResult } from "./run.ts";
export { bulkGenerateBody, cancelBody, generateBody, pendingQuery, registrationBody, validateBody } from "./schema.ts";
export { type ConfiguredSite, portalSites, type SandboxSites } from "./sites.ts";
export { cancelIrn, generateIrn } from "./work.ts";
