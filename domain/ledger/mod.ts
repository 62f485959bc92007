/** The ledgers a company books on. */
export { changeLedger, createLedger, listLedgers, readLedger } from "./ledgers.ts";
export { ledgerAnswer, ledgerChangeSchema, ledgerQuery, ledgerSchema } from "./ledger_schema.ts";
