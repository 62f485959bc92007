export { plainText, recordExchange } from "./exchanges.ts";
export { type NoPortal, type Office, type OpenRegistration, openRegistration, secretPlace } from "./registration.ts";
export { type Environment, paceOf, sitesOnce } from "./sites.ts";
export { type SessionPlace, sessionStore } from "./token_store.ts";
