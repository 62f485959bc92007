/** The ledgers a company books on, and the books as a whole: until when they are closed. */
export { lockPeriod } from "./commands.ts";
export { ledgerAnswer, ledgerChangeSchema, ledgerQuery, ledgerSchema } from "./ledger_schema.ts";
export { changeLedger, createLedger, listLedgers, readLedger } from "./ledgers.ts";
export { readPeriods } from "./queries.ts";
export { lockBody, periodsAnswer } from "./schema.ts";
