export { type Configured, configuredNames, type ConfiguredPortals, refuseUnconfigured } from "./configured.ts";
export {
  type Approach,
  type Call,
  callOf,
  type Exchanged,
  type Log,
  logAtOnce,
  plainText,
  recordCalls,
} from "./exchanges.ts";
export { putRegistrationAt } from "./put_registration.ts";
export { sitesInUse } from "./providers.ts";
export { type NoPortal, type Office, type Opened, openRegistration } from "./registration.ts";
export type { Answered, Due, Errand, Held, RunResult } from "./errand.ts";
export { runDue } from "./run_due.ts";
export { registration, type RegistrationBody } from "./schema.ts";
export { type Environment, paceOf, type Site, type Sites, sitesOnce } from "./sites.ts";
export { type EndingSession, refreshSessions } from "./refresh.ts";
export type { SessionPlace } from "./session_rows.ts";
export { forgetSessions, sessionStore } from "./token_store.ts";
