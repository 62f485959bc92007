/** The ledgers a company books on, and until when its books are closed. */
export { changeLedger, createLedger, listLedgers, readLedger } from "./ledgers.ts";
export { ledgerAnswer, ledgerChangeSchema, ledgerQuery, ledgerSchema } from "./ledger_schema.ts";
export { lockBody, periodsAnswer } from "./period_schema.ts";
export { lockPeriod, readPeriods } from "./periods.ts";
