export { adoptRequested } from "./adopt.ts";
export { haveBillsToGoWithInvoices, makeDueBills, nextBillInSeconds } from "./bills.ts";
export { cancelRequested } from "./cancel.ts";
export { adoptEInvoice, cancelEInvoice, generateEInvoice, generateMany, putRegistration } from "./commands.ts";
export type { Environment } from "../portals/mod.ts";
export { type PortalDeps, type PortalSite, renewSession } from "./portal.ts";
export {
  listEInvoices,
  listPending,
  listRegistrations,
  readByIrn,
  readEInvoice,
  readPayload,
  readSignedQr,
  readVerdicts,
} from "./queries.ts";
export { generateDue, type RunResult } from "./run.ts";
export {
  adoptBody,
  bulkGenerateBody,
  cancelBody,
  generateBody,
  lookupQuery,
  pendingQuery,
  registrationBody,
  validateBody,
} from "./schema.ts";
export { type ConfiguredSite, portalSites, type SandboxSites } from "./sites.ts";
export { retryDueFailures, watchPendingDeadlines } from "./watch.ts";
export { adopt, cancelIrn, generateIrn, refreshTokens, retryFailed, watchDeadlines } from "./work.ts";
